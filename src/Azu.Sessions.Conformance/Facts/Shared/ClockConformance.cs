namespace Azu.Sessions.Conformance;

/// <summary>
/// For stores that are <see cref="ISessionClock"/>: they tell what time it is on their server. The kit takes the server's clock and that of this machine
/// for one; run it where they are.
/// </summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class ClockConformance<TStore> : StoreFacts<TStore>
    where TStore : SharedStoreUnderTest, new()
{
    // The clock of a machine may be read in different steps.
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    private ISessionClock Clock =>
        Store as ISessionClock
            ?? throw new InvalidOperationException($"{typeof(TStore).Name} gives no {nameof(ISessionClock)}, so {GetType().Name} does not apply to it: " +
            "remove that class.");

    /// <summary>An instant, in whatever time zone the server is, and not when a connection or a transaction began.</summary>
    [Fact]
    public async Task The_time_is_that_of_the_moment_at_which_it_is_told()
    {
        for (var look = 0; look < 3; look++)
        {
            var before = TimeProvider.System.GetUtcNow();
            var told = await Clock.GetTimeAsync(Token);
            var after = TimeProvider.System.GetUtcNow();
            Assert.True(told >= before - s_step && told <= after + s_step, $"GetTimeAsync answered {told:O} between {before:O} and {after:O}, at look {look}.");
            await Task.Delay(2 * s_step, Token);
        }
    }

    /// <summary>As every call.</summary>
    [Fact]
    public async Task A_caller_that_has_given_up_is_told_so()
    {
        using var givenUp = new CancellationTokenSource();
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Clock.GetTimeAsync(givenUp.Token));
    }
}
