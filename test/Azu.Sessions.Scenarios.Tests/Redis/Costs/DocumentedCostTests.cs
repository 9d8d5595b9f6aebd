using System.Net;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>Each request costs the commands that the page of the Redis store says, as the server counts them.</summary>
public sealed class DocumentedCostTests : IAsyncLifetime
{
    private static readonly TimeSpan s_touchInterval = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_request_costs_the_commands_that_the_page_of_the_store_says(int lists)
    {
        var documented = DocumentedCosts.Of(lists);
        var counted = new SortedDictionary<string, SessionCommands>(StringComparer.Ordinal);
        await using (var app = await StartAsync(lists, hasCopies: false))
        {
            using var client = app.NewBareClient();
            await WarmUpAsync(client);
            var (guest, member) = (await client.BeginAsync("/count"), await client.BeginAsync("/login"));
            await CountAsync("reads", () => OkAsync(client, HttpMethod.Get, "/who", member));
            await CountAsync("reads and writes", () => OkAsync(client, HttpMethod.Post, "/count", member));
            await CountAsync("writes, and has no session yet", () => OkAsync(client, HttpMethod.Post, "/hide", cookie: null));
            await CountAsync("signs in, and has no session yet", () => OkAsync(client, HttpMethod.Post, "/login", cookie: null));
            await CountAsync("signs in, and has a session", () => OkAsync(client, HttpMethod.Post, "/login", guest));
            _clock.Advance(s_touchInterval);
            await CountAsync("reads, when a touch is due", () => OkAsync(client, HttpMethod.Get, "/who", member));
            await CountAsync("signs out", () => OkAsync(client, HttpMethod.Post, "/logout", member));
        }

        await using (var app = await StartAsync(lists, hasCopies: true))
        {
            using var client = app.NewBareClient();
            var member = await client.BeginAsync("/login");
            await CountAsync("reads, and the near cache has a copy", () => OkAsync(client, HttpMethod.Get, "/who", member));
            await CountAsync("reads and writes, and the near cache has a copy", () => OkAsync(client, HttpMethod.Post, "/count", member));
            await CountAsync("reads, within 3 s after this client wrote, past the near cache", () =>
                OkAsync(client, HttpMethod.Get, "/who", $"{member}; {Wire.CookieName}_w=1"));
        }

        Assert.Equal(string.Join('\n', documented), string.Join('\n', counted));

        async Task CountAsync(string what, Func<Task> request) =>
            counted[what] = await SessionCommands.OfAsync(_redis, request, documented.GetValueOrDefault(what).Scripts);
    }

    /// <summary>Afterwards the server knows each script.</summary>
    private async Task WarmUpAsync(HttpClient client)
    {
        var guest = await client.BeginAsync("/count");
        await OkAsync(client, HttpMethod.Post, "/count", guest);
        var member = await client.BeginAsync("/login", guest);
        _clock.Advance(s_touchInterval);
        await OkAsync(client, HttpMethod.Get, "/who", member);
        await OkAsync(client, HttpMethod.Post, "/logout", member);
    }

    private static async Task OkAsync(HttpClient client, HttpMethod method, string path, string? cookie)
    {
        using var answer = await client.SendAsync(method, path, cookie);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private Task<TestApp> StartAsync(int lists, bool hasCopies) => TestApp.StartAsync(
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            var sessions = builder.Services.AddAzuSessions<Visitor>(o => o.TouchInterval = s_touchInterval).UseRedisStore(_redis.Configuration);
            for (var i = 1; i < lists; i++) sessions.IndexBy($"name{i}", v => v.Name is null ? "open" : null);
            // Copies as by default: they end in time, without a lease.
            if (hasCopies) sessions.WithNearCache();
        },
        app =>
        {
            app.UseAzuSessions();
            app.MapPost("/count", (Session<Visitor> session) => session.Update(v => v with { Count = v.Count + 1 }));
            app.MapPost("/hide", (Session<Visitor> session) => session.Update(v => v with { Name = "hidden" }));
            app.MapPost("/login", (Session<Visitor> session) => session.SignInAsync("ann").AsTask());
            app.MapGet("/who", (Session<Visitor> session) => $"{session.Subject} {session.Data.Count}").RequireSession();
            app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
        });
}
