namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenCancellationTests
{
    [Fact]
    public Task A_store_that_ignores_the_token_is_caught() =>
        Caught.ByAsync<Facts<IgnoresTokens>>(
            f => f.A_cancelled_find_throws(),
            f => f.A_cancelled_create_throws_and_creates_nothing(),
            f => f.A_cancelled_update_throws_and_changes_nothing(),
            f => f.A_cancelled_touch_throws_and_changes_nothing(),
            f => f.A_cancelled_remove_throws_and_removes_nothing());

    [Fact]
    public Task A_store_that_looks_at_the_token_too_late_is_caught() =>
        Caught.ByAsync<Facts<LooksTooLate>>(
            f => f.A_cancelled_create_throws_and_creates_nothing(),
            f => f.A_cancelled_update_throws_and_changes_nothing(),
            f => f.A_cancelled_touch_throws_and_changes_nothing(),
            f => f.A_cancelled_remove_throws_and_removes_nothing());

    private sealed class Facts<TRig> : CancellationConformance<TRig>
        where TRig : StoreUnderTest, new();

    private sealed class IgnoresTokens : StoreUnderTest
    {
        public IgnoresTokens() => Store = new Ignoring(new ReferenceStore { Clock = Clock });

        public override ISessionStore Store { get; }

        public override ValueTask SpoilAsync(SessionId id, Spoiling how) => throw new NotSupportedException();
    }

    private sealed class LooksTooLate : StoreUnderTest
    {
        public LooksTooLate() => Store = new Late(new ReferenceStore { Clock = Clock });

        public override ISessionStore Store { get; }

        public override ValueTask SpoilAsync(SessionId id, Spoiling how) => throw new NotSupportedException();
    }

    private sealed class Ignoring(ISessionStore inner) : ForwardingStore(inner)
    {
        protected override ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute) => execute(CancellationToken.None);
    }

    private sealed class Late(ISessionStore inner) : ForwardingStore(inner)
    {
        protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
        {
            var answer = await execute(CancellationToken.None);
            call.CancellationToken.ThrowIfCancellationRequested();
            return answer;
        }
    }
}
