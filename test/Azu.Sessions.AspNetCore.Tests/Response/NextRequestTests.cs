using Azu.Sessions;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>
/// The response has a known length, so its reader is through before the server's pipeline is, and sends the next request at once.
/// </summary>
public sealed class NextRequestTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_request_reads_what_was_written(bool onOneConnection)
    {
        var store = new SlowStore(new MemoryStore(new(), TimeProvider.System), TimeSpan.FromMilliseconds(5), operations: StoreOperations.Writes);
        await using var app = await StartAsync(store);
        using var client = app.NewBareClient();
        var cookie = $"{Wire.CookieName}={await client.BeginAsync("/write/0")}";
        using var writer = await WireConnection.OpenAsync(app.Address);
        using var other = await WireConnection.OpenAsync(app.Address);
        for (var round = 1; round <= Tier.Of(50, 2_000); round++)
        {
            await writer.RequestAsync("POST", $"/write/{round}", cookie, "Content-Length: 0\r\n");
            Assert.Equal("ok", (await writer.ResponseAsync()).Body);
            var reader = onOneConnection ? writer : other;
            await reader.RequestAsync("GET", "/", cookie);
            Assert.Equal($"{round}", (await reader.ResponseAsync()).Body);
        }
    }

    [Fact]
    public async Task Requests_that_are_sent_ahead_read_what_those_before_them_wrote()
    {
        await using var app = await StartAsync(new MemoryStore(new(), TimeProvider.System));
        using var client = app.NewBareClient();
        var cookie = $"{Wire.CookieName}={await client.BeginAsync("/write/0")}";
        using var connection = await WireConnection.OpenAsync(app.Address);
        for (var round = 1; round <= 20; round++)
        {
            await connection.RequestAsync("POST", $"/write/{round}", cookie, "Content-Length: 0\r\n");
            await connection.RequestAsync("GET", "/", cookie);
        }

        for (var round = 1; round <= 20; round++)
        {
            Assert.Equal("ok", (await connection.ResponseAsync()).Body);
            Assert.Equal($"{round}", (await connection.ResponseAsync()).Body);
        }
    }

    [Fact]
    public async Task No_byte_of_the_response_comes_before_the_write_is_stored()
    {
        var store = new GatedStore(new MemoryStore(new(), TimeProvider.System));
        await using var app = await StartAsync(store);
        using var client = app.NewBareClient();
        var cookie = $"{Wire.CookieName}={await client.BeginAsync("/write/0")}";
        using var connection = await WireConnection.OpenAsync(app.Address);
        using var other = await WireConnection.OpenAsync(app.Address);
        var gate = store.Close(StoreOperations.Update);
        await connection.RequestAsync("POST", "/write/1", cookie, "Content-Length: 0\r\n");
        await gate.ArrivalAsync();
        await other.RequestAsync("GET", "/", cookie); // a whole round trip later there is still nothing
        Assert.Equal("0", (await other.ResponseAsync()).Body);
        Assert.False(connection.HasAnswer);
        gate.Open();
        Assert.Equal("ok", (await connection.ResponseAsync()).Body);
        await other.RequestAsync("GET", "/", cookie);
        Assert.Equal("1", (await other.ResponseAsync()).Body);
    }

    [Fact]
    public async Task After_the_built_in_session_answers_the_next_request_reads_the_old_value()
    {
        var cache = new BuiltInCache();
        await using var app = await BuiltIn.StartAsync(
            app =>
            {
                app.MapPost("/write/{value}", async (string value, HttpContext context) =>
                {
                    context.Session.SetString("value", value);
                    context.Response.ContentLength = 2;
                    await context.Response.WriteAsync("ok");
                });
                app.MapGet("/", (HttpContext context) => context.Session.GetString("value"));
            },
            cache);
        using var client = app.NewBareClient();
        var cookie = await client.BeginAsync("/write/0", name: BuiltIn.CookieName);
        Assert.Equal("0", await client.ReadAsync("/", cookie, BuiltIn.CookieName));
        var stored = new TaskCompletionSource();
        cache.WritesWaitFor = stored.Task;
        using var connection = await WireConnection.OpenAsync(app.Address);
        await connection.RequestAsync("POST", "/write/1", $"{BuiltIn.CookieName}={cookie}", "Content-Length: 0\r\n");
        Assert.Equal("ok", (await connection.ResponseAsync()).Body);
        var read = await client.ReadAsync("/", cookie, BuiltIn.CookieName);
        stored.SetResult();
        BuiltIn.Record($"the response to 'write 1' was there, and the next request read {read}.");
        Assert.Equal("0", read);
    }

    private static Task<TestApp> StartAsync(ISessionStore store) => TestApp.StartAsync(
        builder => builder.Services.AddAzuSessions<Visitor>().UseStore(store).WithResilience(r => r.AttemptTimeout = r.TotalTimeout = TimeSpan.FromSeconds(30)),
        app =>
        {
            app.UseAzuSessions();
            app.MapPost("/write/{value}", async (string value, HttpContext context, Session<Visitor> session) =>
            {
                session.Data = session.Data with { Name = value };
                context.Response.ContentLength = 2;
                await context.Response.WriteAsync("ok");
            });
            app.MapGet("/", async (HttpContext context, Session<Visitor> session) =>
            {
                context.Response.ContentLength = session.Data.Name!.Length;
                await context.Response.WriteAsync(session.Data.Name);
            });
        });
}
