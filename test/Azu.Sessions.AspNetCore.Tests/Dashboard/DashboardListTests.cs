using System.Net;
using System.Text.Json.Nodes;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Lists, searches and single sessions.</summary>
public sealed class DashboardListTests
{
    [Fact]
    public async Task Pages_hold_every_session_once_and_cost_the_store_a_list_call_each()
    {
        var store = new ListingStore();
        await using var app = await DashboardApp.StartAsync(s => s.UseStore(store));
        var expected = new List<string>();
        for (var i = 0; i < 120; i++) expected.Add((await app.NewSessionAsync($"user{i}")).ToString());

        var met = new List<string>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = (await app.PostAsync("sessions", new { cursor, size = 50 }, DashboardApp.Operator)).Answer!;
            met.AddRange(Ids(page));
            cursor = (string?)page["nextCursor"];
            Assert.Equal(120, (long)page["total"]!["count"]!);
            pages++;
        }
        while (cursor is not null);
        Assert.Equal(3, pages);
        Assert.Equal(3, store.Lists);
        Assert.Equal(expected.Order(StringComparer.Ordinal), met.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/130.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0.0.0 Safari/537.36 Edg/130.0", "Edge on Linux")]
    [InlineData("curl/8.10.1", "curl")]
    [InlineData("a program of its own", null)]
    public async Task A_row_names_the_browser_and_the_system_of_its_client(string userAgent, string? expected)
    {
        await using var app = await DashboardApp.StartAsync();
        await app.NewSessionAsync("alice", client: new("192.0.2.1", userAgent));
        var row = (await app.PostAsync("sessions", new { subject = "alice" }, DashboardApp.Operator)).Answer!["sessions"]![0]!;
        Assert.Equal((expected, userAgent), ((string?)row["client"], (string)row["userAgent"]!["text"]!));
    }

    [Fact]
    public async Task A_session_is_found_by_its_subject_its_id_and_its_index()
    {
        await using var app = await DashboardApp.StartAsync();
        var alice = await app.NewSessionAsync("alice", new() { Note = "blue" });
        await app.NewSessionAsync("bob", new() { Note = "red" });
        foreach (var criterion in new object[] { new { subject = "alice" }, new { id = alice }, new { index = "note", value = "blue" } })
            Assert.Equal([alice.ToString()], Ids((await app.PostAsync("sessions", criterion, DashboardApp.Operator)).Answer!));
        foreach (var criterion in new object[] { new { subject = "ALICE" }, new { id = SessionId.New() }, new { index = "note", value = "blu" } })
            Assert.Empty(Ids((await app.PostAsync("sessions", criterion, DashboardApp.Operator)).Answer!));
    }

    [Theory]
    [InlineData("""{"id":"nonsense"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"id":"' OR 1=1 --"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"cursor":"nonsense"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"subject":"\ud800"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"index":"undeclared","value":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"index":"note"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"type":"Unknown"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"size":-1}""", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("[1]", HttpStatusCode.BadRequest)]
    public async Task What_makes_no_sense_is_refused_and_is_no_failure_of_the_server(string body, HttpStatusCode expected)
    {
        await using var app = await DashboardApp.StartAsync();
        var (status, answer) = await app.PostAsync("sessions", (object)body, DashboardApp.Operator);
        Assert.Equal(expected, status);
        Assert.NotNull(answer);
    }

    [Theory]
    [MemberData(nameof(HostileText.Names), MemberType = typeof(HostileText))]
    public async Task Text_of_any_kind_is_listed_found_and_ended(string name)
    {
        var text = HostileText.All[name];
        await using var app = await DashboardApp.StartAsync();
        var id = await app.NewSessionAsync(text, client: new("192.0.2.1", text));
        await app.NewSessionAsync("another");
        var row = (await app.PostAsync("sessions", new { subject = text }, DashboardApp.Operator)).Answer!["sessions"]!.AsArray().Single()!;
        Assert.Equal(id.ToString(), (string)row["id"]!);
        Assert.Equal(text[..Math.Min(200, text.Length)], (string)row["subject"]!["text"]!);
        Assert.Equal(text.Length, (int)row["subject"]!["length"]!);
        Assert.Equal(text, (string)(await app.GetAsync($"sessions/{id}")).Answer!["subject"]!);
        Assert.Equal(1, (long)(await app.PostAsync("end/preview", new { subject = text })).Answer!["sessions"]!);
        Assert.Equal(1, (long)(await app.PostAsync("end", new { subject = text })).Answer!["ended"]!);
        Assert.Equal(1, await app.Sessions.CountAsync());
    }

    [Fact]
    public async Task Looking_is_no_use_of_the_operators_own_session_which_is_marked()
    {
        var time = new ManualTimeProvider();
        await using var app = await DashboardApp.StartAsync(time: time);
        var created = await app.Sessions.CreateAsync(new(), "ada");
        await app.NewSessionAsync("bob");
        var seen = created.Session.LastSeenAt;
        time.Advance(TimeSpan.FromMinutes(20));
        var cookie = app.Sessions.CreateCookie(created.Token).Split(';')[0];
        var (status, answer) = await app.GetAsync("overview", cookie: cookie);
        Assert.Equal((HttpStatusCode.OK, created.Session.Id.ToString()), (status, (string?)answer!["types"]![0]!["ownSession"]));
        Assert.True((bool)(await app.GetAsync($"sessions/{created.Session.Id}", cookie: cookie)).Answer!["isOwn"]!);
        Assert.Equal(seen, (await app.Sessions.GetAsync(created.Session.Id)).LastSeenAt);
    }

    [Fact]
    public async Task The_record_is_shown_without_its_secret()
    {
        await using var app = await DashboardApp.StartAsync();
        var created = await app.Sessions.CreateAsync(new() { Note = "blue" }, "alice");
        var text = (await app.GetAsync($"sessions/{created.Session.Id}")).Answer!.ToJsonString();
        Assert.Contains("alice", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ecret", text, StringComparison.Ordinal);
        Assert.DoesNotContain(created.Token, text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"sessions/{SessionId.New()}")).Status);
    }

    [Fact]
    public async Task A_store_without_an_audit_says_which_setting_brings_one()
    {
        await using var app = await DashboardApp.StartAsync();
        var (status, answer) = await app.PostAsync("audit", new { }, DashboardApp.Operator);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("Audit = true", (string)answer!["detail"]!, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ids(JsonNode page) => page["sessions"]!.AsArray().Select(row => (string)row!["id"]!);

    private sealed class ListingStore : ReferenceStore
    {
        public int Lists { get; private set; }

        public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
        {
            Lists++;
            return base.ListAsync(query, cursor, cancellationToken);
        }
    }
}
