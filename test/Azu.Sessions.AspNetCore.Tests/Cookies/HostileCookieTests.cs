using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Cookie headers that no browser of ours sends. Nothing in them is an error, none of them reaches the store.</summary>
[Trait("Requirement", "R-03")]
[Trait("Requirement", "R-15")]
[Trait("Requirement", "R-16")]
[Trait("Requirement", "R-17")]
public sealed class HostileCookieTests
{
    // {0}: a valid value. {1}: another valid value, of another session.
    private static readonly Dictionary<string, string[]> s_anonymous = new()
    {
        ["no value"] = ["_session="],
        ["garbage"] = ["_session=garbage"],
        ["too short"] = ["_session={0:cut}"],
        ["too long"] = ["_session={0}A"],
        ["padding"] = ["_session={0}=="],
        ["another letter in it"] = ["_session={0:changed}"],
        ["other alphabet"] = ["_session={0:standard}+/"],
        ["30 KB"] = ["_session=" + new string('A', 30_000)],
        ["30 KB of names"] = [string.Concat(Enumerable.Repeat("_session=A;", 2_700))],
        ["two valid ones"] = ["_session={0}; _session={1}"],
        ["two valid ones, the other way round"] = ["_session={1}; _session={0}"],
        ["two valid ones in two lines"] = ["_session={0}", "_session={1}"],
        ["another case"] = ["_SESSION={0}"],
        ["another case of one letter"] = ["_sessioN={0}"],
        ["percent-encoded name"] = ["%5Fsession={0}"],
        ["percent-encoded value"] = ["_session={0:percent}"],
        ["quoted value"] = ["_session=\"{0}\""],
        ["quoted name"] = ["\"_session\"={0}"],
        ["nameless"] = ["=_session={0}"],
        ["nameless, without equals sign"] = ["_session"],
        ["only the value"] = ["{0}"],
        ["longer name"] = ["__session={0}"],
        ["longer name behind"] = ["_session2={0}"],
        ["with the prefix"] = ["__Host-_session={0}"],
        ["NBSP before the name"] = ["\u00A0_session={0}"],
        ["NEL before the name"] = ["\u0085_session={0}"],
        ["NBSP after the value"] = ["_session={0}\u00A0"],
        ["U+2000 before the name, in UTF-8"] = ["\u00E2\u0080\u0080_session={0}"],
        ["non-ASCII value"] = ["_session=\u00FC\u00DF\u00E9"],
        ["space in the name"] = ["_session ={0}"],
        ["space in the value"] = ["_session={0:cut} A"],
        ["NBSP before the value"] = ["_session=\u00A0{0}"],
        ["comma instead of semicolon"] = ["x=1, _session={0}"],
        ["$Version and quotes"] = ["$Version=1; _session=\"{0}\"; $Path=/"],
        ["within another value"] = ["x=\"; x=_session={0}"],
        ["only separators"] = [";;; ; ;=;==;"],
        ["control characters"] = ["_session=\u0001\u0002\u001F{0}"],
        ["tab in the value"] = ["_session={0:cut}\tA"],
    };

    private static readonly Dictionary<string, string[]> s_admitted = new()
    {
        ["as it is"] = ["_session={0}"],
        ["among others"] = ["a=b; _session={0}; c=d"],
        ["without spaces"] = ["a=b;_session={0};c=d"],
        ["white space around it"] = [" \t _session={0} \t "],
        ["garbage first"] = ["_session=garbage; _session={0}"],
        ["garbage last"] = ["_session={0}; _session=garbage"],
        ["garbage in another line"] = ["_session=garbage", "_session={0}"],
        ["in the second line"] = ["a=b", "_session={0}"],
        ["another case beside it"] = ["_session={0}; _SESSION={1}"],
        ["another case before it"] = ["_Session={1}; _session={0}"],
        ["the same twice"] = ["_session={0}; _session={0}"],
        ["$Version before it"] = ["$Version=1; _session={0}; $Path=/"],
        ["nameless ones beside it"] = ["=x; ; _session={0}; y"],
        ["beside 30 KB"] = ["x=" + new string('A', 30_000) + "; _session={0}"],
        ["beside non-ASCII"] = ["x=\u00FC; _session={0}"],
    };

    private static readonly Dictionary<string, string> s_refusedByServer = new()
    {
        ["NUL"] = "_session=\0garbage",
        ["carriage return alone"] = "_session=garbage\rx: y",
        ["NUL in another cookie"] = "x=\0; _session=garbage",
    };

    public static TheoryData<string> Anonymous => [.. s_anonymous.Keys];

    public static TheoryData<string> Admitted => [.. s_admitted.Keys];

    public static TheoryData<string> RefusedByServer => [.. s_refusedByServer.Keys];

    [Theory]
    [MemberData(nameof(Anonymous))]
    public async Task A_header_that_names_no_session_is_anonymous_without_error_and_without_the_store(string what)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var (mine, other) = await TwoSessionsAsync(connection);
        var plain = await connection.SendAsync("GET", "/note");
        app.Calls.Reset();
        var answer = await connection.SendAsync("GET", "/note", Lines(s_anonymous[what], mine, other));
        Assert.Equal(Visible(plain), Visible(answer));
        Assert.Equal(0, app.Calls.Total);
    }

    [Theory]
    [MemberData(nameof(Anonymous))]
    public async Task Who_writes_with_such_a_header_gets_a_session_of_their_own(string what)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var (mine, other) = await TwoSessionsAsync(connection);
        var answer = await connection.SendAsync("GET", "/note/third", Lines(s_anonymous[what], mine, other));
        Assert.Equal("third", (await connection.SendAsync("GET", "/note", answer.CookieLine)).Body);
        Assert.Equal("mine", (await connection.SendAsync("GET", "/note", "Cookie: _session=" + mine)).Body);
        Assert.Equal("other", (await connection.SendAsync("GET", "/note", "Cookie: _session=" + other)).Body);
        Assert.Equal(3, app.Stored().Count);
    }

    [Theory]
    [MemberData(nameof(Admitted))]
    public async Task The_one_value_that_verifies_is_the_session(string what)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var (mine, other) = await TwoSessionsAsync(connection);
        app.Calls.Reset();
        var answer = await connection.SendAsync("GET", "/note", Lines(s_admitted[what], mine, other));
        Assert.Equal((200, "mine"), (answer.Status, answer.Body));
        Assert.Equal(1, app.Calls.Total);
    }

    [Theory]
    [MemberData(nameof(RefusedByServer))]
    public async Task What_the_server_itself_refuses_never_reaches_a_session(string what)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var (mine, other) = await TwoSessionsAsync(connection);
        app.Calls.Reset();
        Assert.Equal(400, (await connection.SendAsync("GET", "/note", Lines([s_refusedByServer[what]], mine, other))).Status);
        Assert.Equal(0, app.Calls.Total);
    }

    [Fact]
    public async Task No_arrangement_of_fragments_is_an_error_or_reaches_the_store_without_a_value_that_verifies()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var (mine, _) = await TwoSessionsAsync(connection);
        string[] fragments = ["_session", "_SESSION", "=", ";", ",", " ", "\t", "\"", "%5F", "\\", "\u00A0", "\u0085", "\u00FF", "\u0001", "\u007F", "__Host-",
            "$Version=1", "A", mine[..40], mine[40..], new('x', 500)];
        const int Seed = 20;
        var random = new Random(Seed);
        app.Calls.Reset();
        for (var round = 0; round < 500; round++)
        {
            var header = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => fragments[random.Next(fragments.Length)]));
            if (header.Contains(mine, StringComparison.Ordinal)) continue;
            var answer = await connection.SendAsync("GET", "/note", "Cookie: " + header);
            Assert.True(answer is { Status: 200, Body: "none" } && !answer.SetCookies.Any(),
                $"round {round} of seed {Seed}: {header} was answered {answer.Status} {answer.Body}");
            Assert.Equal(0, app.Calls.Total);
        }
    }

    [Fact]
    [Trait("Requirement", "R-04")]
    public async Task No_change_of_one_bit_reaches_the_store()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var (mine, _) = await TwoSessionsAsync(connection);
        app.Calls.Reset();
        for (var at = 0; at < mine.Length; at++)
        {
            var changed = new StringBuilder(mine) { [at] = mine[at] == 'A' ? 'B' : 'A' }.ToString();
            Assert.Equal("none", (await connection.SendAsync("GET", "/note", "Cookie: _session=" + changed)).Body);
        }

        Assert.Equal(0, app.Calls.Total);
    }

    [Fact]
    [Trait("Requirement", "R-06")]
    public async Task Every_refused_cookie_is_answered_alike()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var (mine, gone) = await TwoSessionsAsync(connection);
        foreach (var record in app.Stored().Where(r => r.Id != app.Stored()[0].Id)) await app.Records.RemoveAsync(record.Id, RemoveCondition.Always,
            SessionEndReason.Deleted);
        var signedIn = await connection.SendAsync("GET", "/in", "Cookie: _session=" + mine);
        string[] refused =
        [
            "x=y", "_session=garbage", "_session=" + new string('A', 92), "_session=" + signedIn.Cookie.Split('=')[1][..91] + "!",
            "_session=" + gone, "_session=" + mine, $"_session={mine}; _session={gone}",
        ];
        var answers = new List<string>();
        foreach (var cookie in refused) answers.Add(Visible(await connection.SendAsync("GET", "/note", "Cookie: " + cookie)));
        answers.Add(Visible(await connection.SendAsync("GET", "/note")));
        Assert.Single(answers.Distinct());
        Assert.Equal("mine", (await connection.SendAsync("GET", "/note", signedIn.CookieLine)).Body);
    }

    [Theory]
    [Trait("Requirement", "R-09")]
    [InlineData("/note?_session={0}")]
    [InlineData("/note;_session={0}")]
    [InlineData("/note?cookie=_session%3D{0}")]
    public async Task A_token_in_the_address_is_nothing(string path)
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var (mine, _) = await TwoSessionsAsync(connection);
        app.Calls.Reset();
        Assert.NotEqual("mine", (await connection.SendAsync("GET", path.Replace("{0}", mine, StringComparison.Ordinal))).Body);
        Assert.Equal(0, app.Calls.Total);
    }

    /// <summary>Everything of a response but its date.</summary>
    private static string Visible(RawResponse response) =>
        $"{response.Status}\n{string.Join('\n', response.Headers.Where(h => h.Key != "Date").Select(h => $"{h.Key}: {h.Value}"))}\n\n{response.Body}";

    private static string[] Lines(string[] cookies, string mine, string other) => [.. cookies.Select(c => "Cookie: " + c
        .Replace("{0}", mine, StringComparison.Ordinal)
        .Replace("{1}", other, StringComparison.Ordinal)
        .Replace("{0:cut}", mine[..^1], StringComparison.Ordinal)
        .Replace("{0:changed}", mine[..50] + (mine[50] == 'A' ? 'B' : 'A') + mine[51..], StringComparison.Ordinal)
        .Replace("{0:standard}", mine[..^2], StringComparison.Ordinal)
        .Replace("{0:percent}", $"%{(int)mine[0]:X2}{mine[1..]}", StringComparison.Ordinal))];

    private static async Task<(string Mine, string Other)> TwoSessionsAsync(RawConnection connection)
    {
        var mine = await connection.SendAsync("GET", "/note/mine");
        var other = await connection.SendAsync("GET", "/note/other");
        return (mine.Cookie.Split('=')[1], other.Cookie.Split('=')[1]);
    }

    private static Task<StoreApp> StartAsync() => StoreApp.StartAsync<Visits>(
        app =>
        {
            app.UseAzuSessions();
            app.MapVisits();
            app.MapGet("/in", async (Session<Visits> session) => await session.SignInAsync("alice"));
        },
        configure: b =>
        {
            // As many bytes as the server can be told to let through; by default it refuses what is no UTF-8.
            b.WebHost.ConfigureKestrel(k => k.RequestHeaderEncodingSelector = _ => Encoding.Latin1);
            // The server logs addresses, and some of these tests put a token there.
            b.Logging.AddFilter("Microsoft", LogLevel.None);
        });
}
