using System.Net;
using System.Security.Cryptography;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>What requests cost over HTTP, without copies and with them.</summary>
[Trait("Requirement", "R-87")]
public sealed class RequestCostTests : IAsyncLifetime
{
    private const int Times = 100;

    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_reads_costs_one_read_or_none_and_one_that_writes_a_script_more(bool hasCopies)
    {
        await using var app = await StartAsync(hasCopies);
        using var client = app.NewBareClient();
        var cookie = await client.BeginAsync("/login");
        await OkAsync(client, HttpMethod.Post, "/count", cookie);
        var reads = hasCopies ? 0 : Times;
        Assert.Equal(new(reads, 0), await RepeatedAsync(() => OkAsync(client, HttpMethod.Get, "/who", cookie)));
        Assert.Equal(new(reads, Times), await RepeatedAsync(() => OkAsync(client, HttpMethod.Post, "/count", cookie)));
        // A change that changes nothing is a read.
        Assert.Equal(new(reads, 0), await RepeatedAsync(() => OkAsync(client, HttpMethod.Post, "/same", cookie)));
        Assert.Equal(new(Times, 0), await RepeatedAsync(() => OkAsync(client, HttpMethod.Get, "/fresh", cookie)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_no_session_or_needs_none_costs_nothing(bool hasCopies)
    {
        await using var app = await StartAsync(hasCopies);
        using var client = app.NewBareClient();
        var cookie = await client.BeginAsync("/login");
        Assert.Equal(Cost.None, await RepeatedAsync(() => OkAsync(client, HttpMethod.Get, "/page", cookie: null)));
        Assert.Equal(Cost.None, await RepeatedAsync(() => OkAsync(client, HttpMethod.Get, "/without", cookie)));
        Assert.Equal(Cost.None, await RepeatedAsync(async () =>
        {
            using var answer = await client.GetAsync("/nowhere", cookie);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }));
        Assert.Equal(Cost.None, await RepeatedAsync(async () =>
        {
            foreach (var forged in Forgeries(cookie)) await OkAsync(client, HttpMethod.Get, "/page", forged);
        }));
    }

    private static IEnumerable<string> Forgeries(string cookie)
    {
        yield return "garbage";
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(cookie);
        foreach (var at in (int[])[0, 2, 10, 30, 60]) // version, key, id, secret, MAC
        {
            var forged = (byte[])bytes.Clone();
            forged[at] ^= 1;
            yield return System.Buffers.Text.Base64Url.EncodeToString(forged);
        }

        yield return System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes.Length));
    }

    private Task<Cost> RepeatedAsync(Func<Task> request) => Cost.OfAsync(_redis, async () =>
    {
        for (var i = 0; i < Times; i++) await request();
    });

    private static async Task OkAsync(HttpClient client, HttpMethod method, string path, string? cookie)
    {
        using var answer = await client.SendAsync(method, path, cookie);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<TestApp> StartAsync(bool hasCopies)
    {
        var app = await TestApp.StartAsync(
            builder =>
            {
                var sessions = builder.Services.AddAzuSessions<Visitor>().UseRedisStore(_redis.Configuration);
                // With a longer lease there are fewer echoes.
                if (hasCopies) sessions.WithNearCache(c => (c.MaxRevocationLag, c.TimeToLive) = (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)));
            },
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/login", (Session<Visitor> session) => session.SignInAsync("ann").AsTask());
                app.MapGet("/who", (Session<Visitor> session) => $"{session.Subject} {session.Data.Count}").RequireSession();
                app.MapGet("/fresh", (Session<Visitor> session) => $"{session.Subject} {session.Data.Count}").RequireFreshSession();
                app.MapPost("/count", (Session<Visitor> session) => session.Update(v => v with { Count = v.Count + 1 })).RequireSession();
                app.MapPost("/same", (Session<Visitor> session) => session.Data = session.Data with { Name = null });
                app.MapGet("/page", (Session<Visitor> session) => session.Subject ?? "nobody");
                app.MapGet("/without", () => "hello").WithoutSession();
            });
        if (hasCopies) await Eventually.HoldsAsync(() => app.Services.GetRequiredService<SessionEngine<Visitor>>().Node!.Statistics.IsLeaseHeld == true);
        return app;
    }
}
