using System.Globalization;
using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Dashboard;

/// <summary>Looking costs a store what is shown, however many sessions it has: a million in the soak tier.</summary>
public sealed class DashboardCostTests
{
    private const int PageSize = 50;

    private static readonly int s_sessions = Tier.Of(20_000, 1_000_000);

    [Fact]
    public async Task On_PostgreSQL_opening_paging_and_searching_read_what_is_shown()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var app = await WatchedApp.StartAsync(s => s.UseDatabaseStore(server.Connection, d => (d.MigrateOnStart, d.Audit) = (true, true)));
        await app.FillAsync(s_sessions);
        await using var observer = NpgsqlDataSource.Create(server.Connection);
        await ExecuteAsync(observer, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        await ExecuteAsync(observer, "VACUUM ANALYZE");

        var page = await CostAsync(observer, async () =>
        {
            await app.GetAsync("overview");
            await app.GetAsync("now");
            return await app.PostAsync("sessions", new { size = PageSize });
        });
        // A list, and the number of sessions: counted up to 10 000, above that what the database knows.
        Assert.InRange(page.Calls, 1, 4);
        Assert.InRange(page.Rows, PageSize, PageSize + 4);
        Assert.InRange(page.Blocks, 1, 2_000);

        var next = await CostAsync(observer, () => app.PostAsync("sessions", new { size = PageSize, cursor = (string)page.Answer["nextCursor"]! }));
        Assert.Equal((1, PageSize + 1), (next.Calls, next.Rows));
        Assert.InRange(next.Blocks, 1, 1_000);
        var found = await CostAsync(observer, () => app.PostAsync("sessions", new { subject = "user4711" }));
        Assert.Equal((1, 1), (found.Calls, found.Rows));
        Assert.InRange(found.Blocks, 1, 50);
        var ended = await CostAsync(observer, () => app.PostAsync("audit", new { subject = "user4711" }));
        Assert.Equal((1, 1), (ended.Calls, ended.Rows));
        Assert.InRange(ended.Blocks, 1, 50);
        // Every row of the audit is a beginning: nothing is walked through to find that nothing ended.
        ended = await CostAsync(observer, () => app.PostAsync("audit", new { endsOnly = true }));
        Assert.Equal((1, 0), (ended.Calls, ended.Rows));
        Assert.InRange(ended.Blocks, 0, 50);
    }

    [Fact]
    public async Task On_Redis_opening_paging_and_searching_ask_for_what_is_shown()
    {
        await using var server = await RedisServer.StartAsync();
        await using var app = await WatchedApp.StartAsync(s => s.UseRedisStore(server.Configuration));
        await app.FillAsync(s_sessions);
        await app.GetAsync("overview");
        await app.GetAsync("now");
        await using var monitor = await RedisMonitor.StartAsync(server);
        var page = await app.PostAsync("sessions", new { size = PageSize });
        var next = await app.PostAsync("sessions", new { size = PageSize, cursor = (string)page["nextCursor"]! });
        Assert.InRange(next["sessions"]!.AsArray().Count, 1, PageSize);
        Assert.Single((await app.PostAsync("sessions", new { subject = "user4711" }))["sessions"]!.AsArray());
        // Each page is a step of a walk and the reads of its sessions.
        Assert.InRange(monitor.Sent().Count, 3, 4 * PageSize);
    }

    [Fact]
    public async Task Visitors_wait_no_longer_while_a_dashboard_is_open()
    {
        Assert.SkipUnless(Tier.IsSoak, "Compares durations: with AZU_SOAK=1.");
        await using var server = await PostgresServer.StartAsync();
        await using var watched = await WatchedApp.StartAsync(s => s.UseDatabaseStore(server.Connection, d => d.MigrateOnStart = true));
        await using var plain = await WatchedApp.StartAsync(s => s.UseDatabaseStore(server.Connection, d => d.MigrateOnStart = true), hasDashboard: false);
        await watched.FillAsync(100_000);
        var (cookie, other) = (await watched.EnterAsync(), await plain.EnterAsync());
        var (with, without) = (new List<double>(), new List<double>());
        await watched.MeasureAsync(cookie, 500, []);
        await plain.MeasureAsync(other, 500, []);
        using var stream = await watched.Client.GetAsync("/sessions/api/events", HttpCompletionOption.ResponseHeadersRead);
        using var end = new CancellationTokenSource();
        var reading = stream.Content.CopyToAsync(Stream.Null, end.Token);
        for (var round = 0; round < 40; round++)
        {
            await watched.PostAsync("sessions", new { });
            await watched.MeasureAsync(cookie, 100, with);
            await plain.MeasureAsync(other, 100, without);
        }

        await end.CancelAsync();
        await reading.ContinueWith(static _ => { }, TaskScheduler.Default);
        var (median, tail) = (Part(with, 0.5) / Part(without, 0.5), Part(with, 0.99) / Part(without, 0.99));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median {median:0.000}, 99 % {tail:0.000}"));
        Assert.InRange(median, 0, 1.1);
        Assert.InRange(tail, 0, 1.5);
    }

    private static double Part(List<double> durations, double part) => durations.Order().ElementAt((int)(durations.Count * part));

    private static async Task<(long Calls, long Rows, long Blocks, System.Text.Json.Nodes.JsonNode Answer)> CostAsync(NpgsqlDataSource observer,
        Func<Task<System.Text.Json.Nodes.JsonNode>> look)
    {
        await ExecuteAsync(observer, "SELECT pg_stat_statements_reset()");
        var answer = await look();
        await using var command = observer.CreateCommand("SELECT coalesce(sum(calls), 0)::bigint, coalesce(sum(rows), 0)::bigint, " +
            "coalesce(sum(shared_blks_hit + shared_blks_read), 0)::bigint FROM pg_stat_statements WHERE toplevel AND query LIKE '%\"sessions%'");
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), answer);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource on, string sql)
    {
        await using var command = on.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
