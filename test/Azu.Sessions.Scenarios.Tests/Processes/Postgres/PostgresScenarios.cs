using System.Globalization;

// The nodes that nobody stops are shared by all.
[assembly: AssemblyFixture(typeof(Azu.Sessions.Scenarios.Tests.Processes.PostgresFleet))]

namespace Azu.Sessions.Scenarios.Tests.Processes;

public sealed class PostgresVisitorTests(PostgresFleet fleet) : VisitorScenarios(fleet);

public sealed class PostgresRaceTests(PostgresFleet fleet) : RaceScenarios(fleet);

public sealed class PostgresPauseTests(DisturbedPostgresFleet fleet) : PauseScenarios(fleet), IClassFixture<DisturbedPostgresFleet>;

public sealed class PostgresOwnWritesTests(DefaultPostgresFleet fleet) : OwnWritesScenarios(fleet), IClassFixture<DefaultPostgresFleet>
{
    /// <summary>A test of the tests: a browser that loses the marker sees what was before. Nodes on PostgreSQL hear of no change.</summary>
    [Fact]
    public async Task Without_the_marker_pages_show_what_was_before()
    {
        using var browser = Fleet.NewBrowser(keepsMarkers: false);
        await browser.DoAsync("/login/" + Fleet.NewName());
        int stale = 0, late = 0, twice = 0;
        for (var round = 1; round <= 100; round++)
        {
            await browser.DoAsync("/count");
            if (!(await browser.ReadAsync("/")).EndsWith(string.Create(CultureInfo.InvariantCulture, $"|{round}|"), StringComparison.Ordinal)) stale++;
            await browser.DoAsync($"/say/hello{round}");
            if (await browser.ReadAsync("/heard") != $"hello{round}") late++;
            if (await browser.ReadAsync("/heard") != "nothing") twice++;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"of 100 pages {stale} were old, {late} messages late, {twice} shown on the page after");
        Assert.NotEqual(0, stale);
        Assert.NotEqual(0, late + twice);
    }
}
