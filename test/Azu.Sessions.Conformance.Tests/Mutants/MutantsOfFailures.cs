namespace Azu.Sessions.Conformance.Tests;

/// <summary>Faults that show when the infrastructure fails, or when a caller gives up.</summary>
internal static class MutantsOfFailures
{
    public static IReadOnlyList<Mutant> All =>
    [
        Mutant.Caught<On.Unreachable<LeaksDriverExceptions>>("The driver's exceptions pass through.", f => f.An_update_throws_a_store_exception()),
        Mutant.Caught<On.Unreachable<FindsNothingWhenDown>>("A store that is down finds nothing.", f => f.A_find_throws_a_store_exception()),
        Mutant.Caught<On.Unreachable<SaysUnreadable>>("A failure of the infrastructure is said of the record.", f => f.A_removal_throws_a_store_exception()),
        Mutant.Caught<On.GivenUp<LeavesATransaction>>("An update that is given up leaves its transaction open.", f => f.An_update_that_is_given_up_holds_nothing_up()),
        Mutant.Caught<On.GivenUp<FailsByItself>>("A removal that is given up throws an exception of the driver.", f => f.A_removal_that_is_given_up_holds_nothing_up()),
        Mutant.Allowed<On.GivenUp<FinishesAllTheSame>>("An update that is given up is carried out all the same.", f => f.An_update_that_is_given_up_holds_nothing_up()),
    ];

    private sealed class LeaksDriverExceptions : DownStore
    {
        public override Exception Failure() => new IOException("Connection refused.");
    }

    private sealed class FindsNothingWhenDown : DownStore
    {
        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) => new((SessionRecord?)null);
    }

    private sealed class SaysUnreadable : DownStore
    {
        public override Exception Failure() => new SessionUnreadableException("Nothing answers there.", SessionId.New());
    }

    // Holds a row from its read on; only a commit lets it go.
    private sealed class LeavesATransaction : ReferenceStore
    {
        private static readonly HashSet<SessionId> s_held = [];

        public override async ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            await TakeAsync(record.Id);
            await Task.Delay(50, cancellationToken);
            var result = await base.UpdateAsync(record, expectedVersion, cancellationToken);
            lock (s_held) s_held.Remove(record.Id);
            return result;
        }

        private static async Task TakeAsync(SessionId id)
        {
            var end = TestContext.Current.CancellationToken;
            while (!Take(id)) await Task.Delay(1, end);
        }

        private static bool Take(SessionId id)
        {
            lock (s_held) return s_held.Add(id);
        }
    }

    private sealed class FailsByItself : ReferenceStore
    {
        public override async ValueTask<RemoveResult> RemoveAsync(
            SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
        {
            var given = new TaskCompletionSource();
            await using var _ = cancellationToken.Register(given.SetResult);
            await given.Task;
            throw new IOException("The connection was closed.");
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
