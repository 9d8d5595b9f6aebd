using System.Net;
using Azu.Sessions;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The store fails just when it should write.</summary>
[Trait("Requirement", "R-94")]
public sealed class FailedWriteTests
{
    [Fact]
    public async Task A_write_that_the_store_refuses_is_a_503_and_the_connection_goes_on()
    {
        var store = new FailingStore(new MemoryStore(new(), TimeProvider.System));
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddAzuSessions<Visitor>().UseStore(store),
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/begin", (Session<Visitor> session) => session.Data = session.Data with { Name = "alice" });
                app.MapPost("/add", (Session<Visitor> session) =>
                {
                    session.Update(d => d with { Count = d.Count + 1 });
                    return "added";
                }).RequireSession();
                app.MapPost("/add-elsewhere", (Session<Visitor> session) =>
                {
                    session.Update(d => d with { Count = d.Count + 1 });
                    return "added";
                });
                app.MapGet("/", (Session<Visitor> session) => $"{session.Data.Name} {session.Data.Count}");
            });
        using var client = app.NewBareClient();
        var cookie = $"{Wire.CookieName}={await client.BeginAsync("/begin")}";
        using var connection = await WireConnection.OpenAsync(app.Address);
        for (var round = 0; round < 5; round++)
        {
            store.Failing = StoreOperations.Writes;
            foreach (var path in (string[])["/add", "/add-elsewhere"])
            {
                await connection.RequestAsync("POST", path, cookie, "Content-Length: 0\r\n");
                var refused = await connection.ResponseAsync();
                Assert.Equal(503, refused.Status);
                Assert.InRange(int.Parse(refused.Header("Retry-After")!), 1, 60);
                Assert.Null(refused.Header("Set-Cookie"));
                Assert.DoesNotContain("added", refused.Body, StringComparison.Ordinal);
            }

            await connection.RequestAsync("GET", "/", cookie);
            Assert.Equal((200, $"alice {round}"), await StatusAndBodyAsync(connection));

            store.Failing = StoreOperations.None;
            await Eventually.HoldsAsync(async () =>
            {
                await connection.RequestAsync("POST", "/add", cookie, "Content-Length: 0\r\n");
                return await StatusAndBodyAsync(connection) == (200, "added");
            });
        }
    }

    [Fact]
    public async Task The_built_in_session_says_200_and_the_data_is_gone()
    {
        var cache = new BuiltInCache();
        await using var app = await BuiltIn.StartAsync(
            app =>
            {
                app.MapPost("/add", (HttpContext context) => context.Session.SetInt32("count", (context.Session.GetInt32("count") ?? 0) + 1));
                app.MapGet("/", (HttpContext context) => context.Session.GetInt32("count"));
            },
            cache);
        using var client = app.NewBareClient();
        var cookie = await client.BeginAsync("/add", name: BuiltIn.CookieName);
        cache.FailsToWrite = true;
        using var answer = await client.SendAsync(HttpMethod.Post, "/add", cookie, BuiltIn.CookieName);
        cache.FailsToWrite = false;
        var count = await client.ReadAsync("/", cookie, BuiltIn.CookieName);
        BuiltIn.Record($"the failed write answered {(int)answer.StatusCode}, and the count afterwards is {count}.");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("1", count);
    }

    private static async Task<(int Status, string Body)> StatusAndBodyAsync(WireConnection connection)
    {
        var response = await connection.ResponseAsync();
        return (response.Status, response.Body);
    }
}
