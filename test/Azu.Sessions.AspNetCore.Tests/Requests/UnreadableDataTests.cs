namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Stored data that cannot be read: broken, or written by a version of the library that is not here yet.</summary>
[Trait("Requirement", "R-77")]
public sealed class UnreadableDataTests
{
    private static readonly Dictionary<string, byte[]> s_broken = new()
    {
        ["unknown format"] = [0xFF],
        ["zeros"] = [0, 0, 0, 0],
        ["cut in a header"] = [1, 1],
        ["length beyond the end"] = [1, 1, 255, 255, 255, 127, (byte)'{'],
        ["negative length"] = [1, 1, 255, 255, 255, 255],
        ["cut JSON"] = Section(1, "{"),
        ["array"] = Section(1, "[1,2]"),
        ["text"] = Section(1, "\"text\""),
        ["null"] = Section(1, "null"),
        ["more behind it"] = Section(1, "{}x"),
        ["text without end"] = Section(1, "{\"Note\":\"\uFFFE"),
        ["flash is an array"] = Section(2, "[]"),
        ["items are numbers"] = Section(3, "{\"a\":1}"),
    };

    public static TheoryData<string> Broken => [.. s_broken.Keys];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task The_visitor_gets_an_empty_session_and_the_record_stays(string what)
    {
        var payload = s_broken[what];
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        var record = Assert.Single(app.Stored());
        lock (app.Records.Data.Lock) app.Records.Data.Records[record.Id] = record with { Payload = payload };
        app.Calls.Reset();

        for (var i = 0; i < 3; i++)
        {
            var answer = await connection.SendAsync("GET", "/note", first.CookieLine);
            Assert.Equal((200, "none"), (answer.Status, answer.Body));
            Assert.Empty(answer.SetCookies);
        }

        Assert.Equal(0, app.Calls[Azu.Sessions.Conformance.StoreOperations.Writes]);
        Assert.Equal(payload, app.Stored()[0].Payload.ToArray());
        // One line for all of them: a client cannot fill the log.
        var line = Assert.Single(app.App.Sink.Lines, l => l.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains($"session {record.Id} cannot be read", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_then_writes_gets_a_new_session_and_the_broken_record_is_met_no_more()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        var record = Assert.Single(app.Stored());
        lock (app.Records.Data.Lock) app.Records.Data.Records[record.Id] = record with { Payload = new byte[] { 0xFF } };
        var second = await connection.SendAsync("GET", "/note/again", first.CookieLine);
        Assert.Equal("again", (await connection.SendAsync("GET", "/note", second.CookieLine)).Body);
        Assert.Equal(2, app.Stored().Count);
        Assert.Single(app.App.Sink.Lines, l => l.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payload_of_a_newer_version_is_unavailable_and_not_broken()
    {
        await using var app = await StartAsync();
        await using var connection = await RawConnection.OpenAsync(app.App);
        var first = await connection.SendAsync("GET", "/note/hello");
        var record = Assert.Single(app.Stored());
        lock (app.Records.Data.Lock) app.Records.Data.Records[record.Id] = record with { Payload = new byte[] { 0x0F, 1, 2, 3 } };
        var read = await connection.SendAsync("GET", "/note", first.CookieLine);
        Assert.Equal((200, "none"), (read.Status, read.Body));
        Assert.Equal(503, (await connection.SendAsync("GET", "/note/lost", first.CookieLine)).Status);
        Assert.Equal(503, (await connection.SendAsync("GET", "/required", first.CookieLine)).Status);

        lock (app.Records.Data.Lock) app.Records.Data.Records[record.Id] = record;
        Assert.Equal("hello", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
    }

    private static byte[] Section(byte tag, string text) =>
        [1, tag, .. BitConverter.GetBytes(System.Text.Encoding.UTF8.GetByteCount(text)), .. System.Text.Encoding.UTF8.GetBytes(text)];

    private static Task<StoreApp> StartAsync() => StoreApp.StartAsync<Visits>(a =>
    {
        a.UseAzuSessions();
        a.MapVisits();
        a.MapGet("/required", () => "hello").RequireSession();
    });
}
