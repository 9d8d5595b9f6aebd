namespace Azu.Sessions.Tests;

/// <summary>
/// Whatever happens, in whatever order: nobody is admitted by what was changed or removed longer ago than <c>MaxRevocationLag</c>, and no node goes
/// back to what is older than what it has seen.
/// </summary>
public sealed class RevocationBoundTests
{
    private const int Steps = 1000;

    private static readonly int s_schedules = Tier.Of(4_000, 200_000);

    [Fact]
    [Trait("Requirement", "R-81")]
    [Trait("Requirement", "R-82")]
    [Trait("Requirement", "R-83")]
    [Trait("Fault", "F-12")]
    [Trait("Fault", "F-13")]
    public void No_schedule_admits_what_was_revoked_longer_ago_than_the_bound()
    {
        var totals = SimulationRun.Of(1, s_schedules, Steps);
        TestContext.Current.TestOutputHelper?.WriteLine(totals.ToString());
        Assert.Empty(totals.Wrong);
        // Something was at stake.
        Assert.True(totals.Hits > 20 * s_schedules, totals.ToString());
        Assert.True(totals.OutdatedHits > s_schedules, totals.ToString());
        Assert.True(totals.FillsDropped > s_schedules, totals.ToString());
        Assert.True(totals.Interruptions > s_schedules, totals.ToString());
        Assert.True(totals.Lost > s_schedules, totals.ToString());
    }

    /// <summary>Messages are late, lost, doubled and out of order; machines are suspended, or have their clocks set.</summary>
    [Fact]
    [Trait("Requirement", "R-81")]
    [Trait("Fault", "F-12")]
    [Trait("Fault", "F-13")]
    public void No_schedule_admits_it_without_a_lease_either()
    {
        var totals = SimulationRun.Of(1, s_schedules, Steps, withoutLease: ClocksInUse.Both);
        TestContext.Current.TestOutputHelper?.WriteLine(totals.ToString());
        Assert.Empty(totals.Wrong);
        Assert.True(totals.Hits > 20 * s_schedules, totals.ToString());
        Assert.True(totals.OutdatedHits > s_schedules, totals.ToString());
        Assert.True(totals.FillsDropped > s_schedules, totals.ToString());
        Assert.True(totals.Lost > s_schedules, totals.ToString());
    }

    [Theory]
    [InlineData(ClocksInUse.MonotonicAlone)]
    [InlineData(ClocksInUse.TimeOfDayAlone)]
    internal void The_schedules_find_a_node_that_goes_by_one_clock_alone(ClocksInUse clock) =>
        Assert.NotEmpty(SimulationRun.Of(1, 400, Steps, withoutLease: clock).Wrong);

    [Fact]
    public void The_schedules_without_a_lease_find_a_node_that_is_later_than_it_may_be() =>
        Assert.NotEmpty(SimulationRun.Of(1, 200, Steps, bound: TimeSpan.FromSeconds(1), withoutLease: ClocksInUse.Both).Wrong);

    [Fact]
    public void The_schedules_find_a_node_that_is_later_than_it_may_be() =>
        Assert.NotEmpty(SimulationRun.Of(1, 200, Steps, bound: TimeSpan.FromSeconds(1)).Wrong);
}
