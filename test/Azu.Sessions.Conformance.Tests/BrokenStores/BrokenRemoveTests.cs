namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenRemoveTests
{
    [Fact]
    public Task A_store_that_removes_nothing_is_caught() =>
        Caught.ByAsync<Facts<RemovesNothing>>(
            f => f.A_removed_session_is_not_found(),
            f => f.Removing_again_answers_false(),
            f => f.Removing_an_unknown_session_answers_false());

    [Fact]
    public Task A_store_that_removes_everything_is_caught() =>
        Caught.ByAsync<Facts<RemovesEverything>>(f => f.Removing_one_session_leaves_the_others());

    [Fact]
    public Task A_store_that_does_not_confirm_is_caught() =>
        Caught.ByAsync<Facts<DoesNotConfirm>>(f => f.A_removed_session_is_not_found());

    [Fact]
    public Task A_store_that_asks_why_is_caught() =>
        Caught.ByAsync<Facts<SparesTheUnreadable>>(f => f.A_session_is_removed_for_whatever_reason());

    [Fact]
    public Task A_store_whose_updates_revive_is_caught() =>
        Caught.ByAsync<Facts<UpdateRevives>>(
            f => f.An_update_after_the_removal_is_gone_and_revives_nothing(),
            f => f.An_update_repeated_after_the_removal_is_gone());

    [Fact]
    public Task A_store_that_knows_a_write_beyond_the_removal_is_caught() =>
        Caught.ByAsync<Facts<KnowsWriteBeyondRemoval>>(f => f.An_update_repeated_after_the_removal_is_gone());

    [Fact]
    public Task A_store_whose_touches_revive_is_caught() =>
        Caught.ByAsync<Facts<TouchRevives>>(f => f.A_touch_after_the_removal_answers_false_and_revives_nothing());

    private sealed class Facts<TStore> : RemoveConformance<Reference<TStore>>
        where TStore : ReferenceStore, new();

    private sealed class RemovesNothing : ReferenceStore
    {
        public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default) =>
            new(RemoveResult.Removed(null));
    }

    private sealed class RemovesEverything : ReferenceStore
    {
        public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            var record = Data.Records.GetValueOrDefault(id);
            Data.Records.Clear();
            return new(RemoveResult.Removed(record));
        }
    }

    private sealed class DoesNotConfirm : ReferenceStore
    {
        public override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            await base.RemoveAsync(id, condition, reason, actor, cancellationToken);
            return RemoveResult.NotThere;
        }
    }

    private sealed class SparesTheUnreadable : ReferenceStore
    {
        public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default) =>
            reason == SessionEndReason.Corrupted ? new(RemoveResult.NotThere) : base.RemoveAsync(id, condition, reason, actor, cancellationToken);
    }

    // Keeps removed records in a second place, from which they find a way back.
    private abstract class Tombstones : ReferenceStore
    {
        protected Dictionary<SessionId, SessionRecord> Removed { get; } = [];

        public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            if (Alive(id) is { } stored) Removed[id] = stored;
            return base.RemoveAsync(id, condition, reason, actor, cancellationToken);
        }
    }

    private sealed class UpdateRevives : Tombstones
    {
        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            if (Removed.Remove(record.Id, out var removed)) Data.Records[record.Id] = removed;
            return base.UpdateAsync(record, expectedVersion, cancellationToken);
        }
    }

    private sealed class KnowsWriteBeyondRemoval : Tombstones
    {
        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
            Removed.TryGetValue(record.Id, out var removed) && removed.WriteId == record.WriteId
                ? new(UpdateResult.Updated(removed))
                : base.UpdateAsync(record, expectedVersion, cancellationToken);
    }

    private sealed class TouchRevives : Tombstones
    {
        public override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default)
        {
            if (Removed.Remove(id, out var removed)) Data.Records[id] = removed;
            return base.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken);
        }
    }
}
