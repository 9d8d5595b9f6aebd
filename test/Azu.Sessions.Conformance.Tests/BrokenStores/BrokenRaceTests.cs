namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenRaceTests
{
    [Fact]
    public Task A_store_whose_update_is_not_atomic_is_caught() =>
        Caught.ByAsync<Facts<ReadsWithoutLock>>(
            f => f.Writers_of_one_session_lose_no_update(),
            f => f.Writers_that_try_again_all_get_through(),
            f => f.A_rotation_and_parallel_updates_both_stand(),
            f => f.After_a_confirmed_removal_no_writer_brings_the_session_back());

    [Fact]
    public Task A_store_whose_create_is_not_atomic_is_caught() =>
        Caught.ByAsync<Facts<ReadsThenCreates>>(f => f.Of_several_creates_of_one_id_exactly_one_wins());

    [Fact]
    public Task A_store_whose_touch_is_not_atomic_is_caught() =>
        Caught.ByAsync<Facts<ReadsThenTouches>>(
            f => f.Touches_and_updates_do_not_undo_each_other(),
            f => f.After_a_confirmed_removal_no_writer_brings_the_session_back());

    [Fact]
    public Task A_store_whose_removal_is_not_atomic_is_caught() =>
        Caught.ByAsync<Facts<ReadsThenRemoves>>(f => f.Of_several_removals_exactly_one_removes());

    [Fact]
    public Task A_store_that_does_not_know_its_own_write_is_caught() =>
        Caught.ByAsync<Facts<IgnoresWriteId>>(f => f.One_write_sent_several_times_at_once_succeeds_once_for_all());

    [Fact]
    public Task A_store_that_writes_field_by_field_is_caught() =>
        Caught.ByAsync<Facts<WritesInTwoSteps>>(f => f.Readers_beside_writers_never_see_half_a_write());

    private sealed class Facts<TStore> : StoreRaces<Reference<TStore>>
        where TStore : ReferenceStore, new();

    // Each looks first and acts later, without a lock around both.
    private sealed class ReadsThenCreates : ReferenceStore
    {
        public override async ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            if (await FindAsync(record.Id, cancellationToken) is not null) return false;
            await Window.OpenAsync();
            lock (Data.Lock) Data.Records[record.Id] = record;
            return true;
        }
    }

    private sealed class ReadsThenTouches : ReferenceStore
    {
        public override async ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default)
        {
            if (await FindAsync(id, cancellationToken) is not { } stored) return false;
            await Window.OpenAsync();
            lock (Data.Lock) Data.Records[id] = (stored with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt }).KeepingLaterTimes(stored);
            return true;
        }
    }

    private sealed class ReadsThenRemoves : ReferenceStore
    {
        public override async ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            if (await FindAsync(id, cancellationToken) is not { } stored) return RemoveResult.NotThere;
            await Window.OpenAsync();
            lock (Data.Lock) Data.Remove(id);
            return RemoveResult.Removed(stored);
        }
    }

    private sealed class IgnoresWriteId : ReferenceStore
    {
        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
            await FindAsync(record.Id, cancellationToken) is { } stored && stored.Version != expectedVersion
                ? UpdateResult.Conflict(stored)
                : await base.UpdateAsync(record, expectedVersion, cancellationToken);
    }

    private sealed class WritesInTwoSteps : ReferenceStore
    {
        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            lock (Data.Lock)
            {
                if (Alive(record.Id) is not { } stored || stored.Version != expectedVersion) return UpdateResult.Gone;
                Data.Records[record.Id] = stored with { Payload = record.Payload };
            }
            await Window.OpenAsync();
            return await base.UpdateAsync(record, expectedVersion, cancellationToken);
        }
    }
}
