using System.Net;
using System.Text.Json.Nodes;
using Azu.Sessions.Conformance;
using Azu.Sessions.Dashboard;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What a node knows of itself.</summary>
public sealed class DashboardFigureTests
{
    [Fact]
    public async Task What_happened_in_the_last_minute_is_counted_and_then_forgotten()
    {
        var time = new ManualTimeProvider();
        await using var app = await DashboardApp.StartAsync(time: time);
        using var browser = app.App.NewBrowser();
        await browser.GetStringAsync("/note/hello");
        await browser.GetStringAsync("/note");
        var id = await app.NewSessionAsync("alice");
        await app.Sessions.RevokeAsync(id);
        var now = (await app.GetAsync("now")).Answer!;
        Assert.Equal((2, 1, 1), (Of(now, "started"), Of(now, "ended"), (long)now["lastMinute"]!["endedBy"]!["Revoked"]!));
        Assert.NotNull(now["loads"]!["median"]);
        Assert.Equal(1, (long)now["sessions"]!["count"]!);

        time.Advance(TimeSpan.FromMinutes(2));
        now = (await app.GetAsync("now")).Answer!;
        Assert.Equal((0, 0), (Of(now, "started"), Of(now, "ended")));
        Assert.Equal(2, now["charts"]!["started"]!.AsArray().Sum(value => (long)value!));
        time.Advance(TimeSpan.FromMinutes(10));
        now = (await app.GetAsync("now")).Answer!;
        Assert.Equal(0, now["charts"]!["started"]!.AsArray().Sum(value => (long)value!));
    }

    [Fact]
    public async Task While_the_store_is_down_the_figures_go_on_and_lists_say_so()
    {
        var store = new FailingIndexStore();
        await using var app = await DashboardApp.StartAsync(s => s.UseStore(store).WithResilience(StoreApp.Once));
        await app.NewSessionAsync("alice");
        Assert.True((bool)(await app.GetAsync("now")).Answer!["storeAnswers"]!);
        store.IsDown = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.PostAsync("sessions", new { }, DashboardApp.Operator)).Status);
        var (status, answer) = await app.PostAsync("end", new { subject = "alice" });
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "store"), (status, (string)answer!["error"]!));
        (status, answer) = await app.GetAsync("now");
        Assert.Equal((HttpStatusCode.OK, 1), (status, Of(answer!, "started")));
        store.IsDown = false;
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("sessions", new { }, DashboardApp.Operator)).Status);
    }

    [Fact]
    public async Task The_store_is_asked_for_its_count_once_in_ten_seconds_however_many_look()
    {
        var (store, time) = (new FailingIndexStore(), new ManualTimeProvider());
        await using var app = await DashboardApp.StartAsync(s => s.UseStore(store), time: time);
        for (var i = 0; i < 20; i++) await app.GetAsync("now");
        Assert.Equal(1, store.Estimates);
        time.Advance(TimeSpan.FromSeconds(11));
        for (var i = 0; i < 20; i++) await app.GetAsync("now");
        Assert.Equal(2, store.Estimates);
    }

    [Fact]
    public async Task A_conflict_and_a_late_write_are_listed_with_their_sessions()
    {
        await using var app = await DashboardApp.StartAsync(map: app =>
        {
            app.UseRouting();
            app.UseAuthentication();
            app.UseAzuSessions();
            app.MapVisits();
            app.MapPost("/race", async (Session<Visits> session, SessionEngine<Visits> engine) =>
            {
                session.Update(d => d with { Count = d.Count + 1 });
                var stored = (await engine.Store.FindAsync(session.Id))!;
                await engine.Store.UpdateAsync(stored with { Version = stored.Version + 1, WriteId = stored.WriteId + 1 }, stored.Version);
                return session.Id.ToString();
            });
            app.MapPost("/late", async (Session<Visits> session, SessionEngine<Visits> engine) =>
            {
                session.Update(d => d with { Count = d.Count + 1 });
                await engine.Store.RemoveAsync(session.Id, RemoveCondition.Always, SessionEndReason.Revoked);
            });
            app.MapAzuSessionsDashboard("/sessions", policy: "Operators");
        });
        using var browser = app.App.NewBrowser();
        await browser.GetStringAsync("/note/hello");
        var raced = await browser.PostAsync("/race", null);
        var id = await raced.Content.ReadAsStringAsync();
        await browser.PostAsync("/late", null);
        var races = (await app.GetAsync("races")).Answer!["races"]!.AsArray();
        Assert.Equal([("ResurrectionRefused", id), ("ConflictMerged", id)], races.Select(race => ((string)race!["kind"]!, (string)race["id"]!)));
        Assert.Equal(1, Of((await app.GetAsync("now")).Answer!, "conflicts"));
    }

    [Fact]
    public async Task A_token_that_comes_back_after_its_grace_is_listed_with_its_session()
    {
        var time = new ManualTimeProvider();
        await using var app = await DashboardApp.StartAsync(time: time, map: app =>
        {
            app.UseRouting();
            app.UseAuthentication();
            app.UseAzuSessions();
            app.MapVisits();
            app.MapPost("/rotate", (Session<Visits> session) =>
            {
                session.RotateToken();
                return session.Id.ToString();
            });
            app.MapAzuSessionsDashboard("/sessions", policy: "Operators");
        });
        using var client = app.App.NewBareClient();
        var old = await client.BeginAsync("/rotate", (await client.GetAsync("/note/hello")).CookieValue());
        using var rotated = await client.PostAsync("/rotate", old);
        var id = await rotated.Content.ReadAsStringAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        using var late = await client.GetAsync("/note", old);
        var race = Assert.Single((await app.GetAsync("races")).Answer!["races"]!.AsArray());
        Assert.Equal(("TokenReused", id), ((string)race!["kind"]!, (string)race["id"]!));
    }

    [Fact]
    public void Without_a_dashboard_no_race_is_kept()
    {
        var races = new SessionRaces();
        races.Note(SessionRaceKind.ConflictMerged, "Visits", SessionId.New(), TimeProvider.System);
        Assert.Empty(races.Latest("Visits"));
        races.Keep();
        for (var i = 0; i < SessionRaces.Capacity + 7; i++) races.Note(SessionRaceKind.ConflictMerged, "Visits", SessionId.New(), TimeProvider.System);
        Assert.Equal(SessionRaces.Capacity, races.Latest("Visits").Count);
        Assert.Empty(races.Latest("Others"));
    }

    [Theory]
    [InlineData(0, 0.05)]
    [InlineData(0.05, 0.05)]
    [InlineData(1, 1.131)]
    [InlineData(700, 819.2)]
    public void A_percentile_is_the_bound_above_what_was_measured(double milliseconds, double expected)
    {
        var counts = new long[LatencyCounts.Bounds];
        Assert.Null(LatencyCounts.Percentile(counts, 0.5));
        counts[LatencyCounts.IndexOf(milliseconds)] = 99;
        counts[LatencyCounts.IndexOf(2_000)]++;
        Assert.Equal(expected, LatencyCounts.Percentile(counts, 0.5)!.Value, 0.001);
        Assert.Equal(expected, LatencyCounts.Percentile(counts, 0.99)!.Value, 0.001);
        Assert.InRange(LatencyCounts.Percentile(counts, 1)!.Value, 2_000, 2_900);
        Assert.InRange(LatencyCounts.IndexOf(double.MaxValue), 0, LatencyCounts.Bounds - 1);
    }

    private static long Of(JsonNode now, string figure) => (long)now["lastMinute"]![figure]!;

    private sealed class FailingIndexStore : ReferenceStore
    {
        public bool IsDown { get; set; }

        public int Estimates { get; private set; }

        public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            IsDown ? throw new SessionStoreException("down") : base.ListAsync(query, cursor, cancellationToken);

        public override ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
            IsDown ? throw new SessionStoreException("down") : base.ListIdsAsync(query, cursor, cancellationToken);

        public override ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default)
        {
            Estimates++;
            return IsDown ? throw new SessionStoreException("down") : base.EstimateCountAsync(cancellationToken);
        }
    }
}
