namespace Azu.Sessions.Tests;

/// <summary>Thousands of schedules of signing in and out on several nodes, whatever their clocks say.</summary>
[Trait("Requirement", "R-39")]
public sealed class RevocationSimulation
{
    private const int Schedules = 2_000;
    private const int Broken = 200;

    [Fact]
    public async Task No_cookie_survives_signing_out_everywhere_and_no_later_sign_in_is_refused()
    {
        var (refusals, admissions) = (0, 0);
        for (var seed = 0; seed < Schedules; seed++)
        {
            await using var schedule = new RevocationSchedule(seed, static (list, clock, options) =>
                new StampNode(list, clock, options, static store => store));
            await schedule.RunAsync();
            (refusals, admissions) = (refusals + schedule.Refusals, admissions + schedule.Admissions);
        }

        // Both sides of the promise were looked at, and not once in a while.
        Assert.InRange(refusals, 10 * Schedules, int.MaxValue);
        Assert.InRange(admissions, 10 * Schedules, int.MaxValue);
    }

    /// <summary>The simulation has teeth: it finds what the stamps are there for, without a single lost entry.</summary>
    [Fact]
    public async Task A_list_that_compares_clocks_is_found_out()
    {
        var faults = await FaultsAsync(static (list, clock, options) => new ClockNode(list, clock, options));
        Assert.Contains(faults, fault => fault.Contains("survived signing out everywhere", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("nothing had ended it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_whose_entries_a_sign_in_does_not_extend_is_found_out()
    {
        var faults = await FaultsAsync(static (list, clock, options) => new StampNode(list, clock, options, static store => new NeverTouched(store)));
        Assert.Contains(faults, fault => fault.Contains("nothing had ended it", StringComparison.Ordinal));
    }

    private static async Task<List<string>> FaultsAsync(Func<MemoryStore, ManualTimeProvider, Action<AzuSessionsOptions>, ISimulatedNode> start)
    {
        var faults = new List<string>();
        for (var seed = 0; seed < Broken; seed++)
        {
            await using var schedule = new RevocationSchedule(seed, start, isListReliable: true);
            try
            {
                await schedule.RunAsync();
            }
            catch (SimulationException fault)
            {
                faults.Add(fault.Message);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{faults.Count} of {Broken} schedules found it, " +
            $"{faults.Count(f => f.Contains("everywhere", StringComparison.Ordinal))} by a cookie that survived signing out everywhere.");
        return faults;
    }

    private sealed class NeverTouched(ISessionStore inner) : ForwardingStore(inner)
    {
        public override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default) => new(true);
    }
}
