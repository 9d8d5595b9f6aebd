namespace Azu.Sessions.Conformance.Tests;

/// <summary>Faults that show when the infrastructure fails, or when a caller gives up.</summary>
internal static class MutantsOfFailures
{
    public static IReadOnlyList<Mutant> All =>
    [
        Mutant.Caught<On.Unreachable<LeaksDriverExceptions>>("The driver's exceptions pass through.", f => f.An_update_throws_a_store_exception()),
        Mutant.Caught<On.Unreachable<FindsNothingWhenDown>>("A store that is down finds nothing.", f => f.A_find_throws_a_store_exception()),
        Mutant.Caught<On.Unreachable<RefusesCreatesWhenDown>>("A store that is down refuses a create.", f => f.A_create_throws_a_store_exception()),
        Mutant.Caught<On.Unreachable<GoneWhenDown>>("In a store that is down the session of an update is gone.", f => f.An_update_throws_a_store_exception()),
        Mutant.Caught<On.Unreachable<TouchesNothingWhenDown>>("A store that is down touches nothing.", f => f.A_touch_throws_a_store_exception()),
        Mutant.Caught<On.Unreachable<RemovesNothingWhenDown>>("A store that is down removes nothing.", f => f.A_removal_throws_a_store_exception()),
        Mutant.Caught<On.Unreachable<CountsNothingWhenDown>>("A store that is down counts no session.", f => f.Administration_throws_a_store_exception()),
        Mutant.Caught<On.Unreachable<KnowsNoNodeWhenDown>>("A store that is down knows no node.", f => f.Optional_operations_throw_a_store_exception()),
        Mutant.Caught<On.Unreachable<SaysUnreadable>>("A failure of the infrastructure is said of the record.", f => f.A_removal_throws_a_store_exception()),
        Mutant.Caught<On.GivenUp<LeavesATransaction>>("An update that is given up leaves its transaction open.", f =>
            f.An_update_that_is_given_up_holds_nothing_up()),
        Mutant.Caught<On.GivenUp<TouchLeavesATransaction>>("A touch that is given up leaves its transaction open.", f =>
            f.A_touch_that_is_given_up_holds_nothing_up()),
        Mutant.Caught<On.GivenUp<CreateLosesItsConnection>>("A create that is given up loses its connection.", f =>
            f.A_create_that_is_given_up_holds_nothing_up()),
        Mutant.Caught<On.GivenUp<FindLosesItsConnection>>("A find that is given up loses its connection.", f => f.A_find_that_is_given_up_holds_nothing_up()),
        Mutant.Caught<On.GivenUp<FailsByItself>>("A removal that is given up throws an exception of the driver.", f =>
            f.A_removal_that_is_given_up_holds_nothing_up()),
        Mutant.Allowed<On.GivenUp<FinishesAllTheSame>>("An update that is given up is carried out all the same.", f =>
            f.An_update_that_is_given_up_holds_nothing_up()),
    ];

    private sealed class LeaksDriverExceptions : DownStore
    {
        public override Exception Failure() => new IOException("Connection refused.");
    }

    private sealed class FindsNothingWhenDown : DownStore
    {
        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) => new((SessionRecord?)null);
    }

    private sealed class RefusesCreatesWhenDown : DownStore
    {
        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => new(false);
    }

    private sealed class GoneWhenDown : DownStore
    {
        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
            new(UpdateResult.Gone);
    }

    private sealed class TouchesNothingWhenDown : DownStore
    {
        public override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default) => new(false);
    }

    private sealed class RemovesNothingWhenDown : DownStore
    {
        public override ValueTask<RemoveResult> RemoveAsync(
            SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
                new(RemoveResult.NotThere);
    }

    private sealed class CountsNothingWhenDown : DownStore
    {
        public override ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => new(0L);
    }

    private sealed class KnowsNoNodeWhenDown : DownStore
    {
        public override ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default) => new((TimeSpan?)null);
    }

    private sealed class SaysUnreadable : DownStore
    {
        public override Exception Failure() => new SessionUnreadableException("Nothing answers there.", SessionId.New());
    }

    private sealed class LeavesATransaction : ReferenceStore
    {
        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
            HeldRow.UntilCommitAsync(record.Id, () => base.UpdateAsync(record, expectedVersion, cancellationToken), cancellationToken);
    }

    private sealed class TouchLeavesATransaction : ReferenceStore
    {
        public override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default) =>
            HeldRow.UntilCommitAsync(id, () => base.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken), cancellationToken);
    }

    // The only connection of a node is held like a row, by an id of its own.
    private sealed class CreateLosesItsConnection : ReferenceStore
    {
        private readonly SessionId _connection = SessionId.New();

        public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) =>
            HeldRow.UntilCommitAsync(_connection, () => base.CreateAsync(record, cancellationToken), cancellationToken);
    }

    private sealed class FindLosesItsConnection : ReferenceStore
    {
        private readonly SessionId _connection = SessionId.New();

        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
            HeldRow.UntilCommitAsync(_connection, () => base.FindAsync(id, cancellationToken), cancellationToken);
    }

    private sealed class FailsByItself : ReferenceStore
    {
        public override async ValueTask<RemoveResult> RemoveAsync(
            SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await Task.Delay(5, cancellationToken);
            }
            catch (OperationCanceledException e)
            {
                throw new IOException("The connection was closed.", e);
            }

            return await base.RemoveAsync(id, condition, reason, actor, cancellationToken);
        }
    }

    private sealed class FinishesAllTheSame : ReferenceStore
    {
        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            await Window.OpenAsync();
            return await base.UpdateAsync(record, expectedVersion, CancellationToken.None);
        }
    }
}
