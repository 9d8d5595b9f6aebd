using System.Net;
using Azu.Sessions.Conformance;
using Azu.Sessions.TestSupport;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Azu.Sessions.Bench;

/// <summary>The nodes of one application on one Redis, in this process, with a clock that the benchmark moves.</summary>
internal sealed class CopyNodes : IAsyncDisposable
{
    // Each node sends an echo four times in the default lease of two seconds; it comes back while real time passes.
    private static readonly TimeSpan s_echoes = TimeSpan.FromMilliseconds(500), s_look = TimeSpan.FromMilliseconds(1);

    private const int MostLooks = 1_000;

    private static readonly string s_secret = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    private readonly List<WebApplication> _apps = [];
    private readonly RedisServer _redis;

    private CopyNodes(CopyMode mode, RedisServer redis) => (Mode, _redis) = (mode, redis);

    public CopyMode Mode { get; }

    public int Count => _apps.Count;

    public ManualTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>What the keys of these nodes begin with.</summary>
    public string Prefix => Mode.Name + ":";

    private bool IsLeaseHeld => _apps.All(app => app.Services.GetRequiredService<SessionEngine<UserSession>>().Node?.Statistics.IsLeaseHeld == true);

    public static async Task<CopyNodes> StartAsync(CopyMode mode, int count, RedisServer redis, string address)
    {
        var nodes = new CopyNodes(mode, redis);
        for (var i = 0; i < count; i++) nodes._apps.Add(await nodes.StartNodeAsync(address));
        for (var attempts = 0; mode.HasLease && !nodes.IsLeaseHeld; attempts++)
        {
            if (attempts == 100) throw new BenchException("The nodes never got their lease.");
            await nodes.PassAsync(s_echoes);
        }
        return nodes;
    }

    public Uri At(int node, string path) =>
        new(new Uri(_apps[node].Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()), path);

    /// <summary>Lets time pass by the clock of the nodes, and under a lease each echo return.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        if (!Mode.HasLease)
        {
            Clock.Advance(time);
            return;
        }

        for (var passed = TimeSpan.Zero; passed < time; passed += s_echoes)
        {
            var awaited = await PublishedAsync() + Count;
            Clock.Advance(s_echoes);
            for (var looks = 0; looks < MostLooks && await PublishedAsync() < awaited; looks++) await Task.Delay(s_look);
            // It is published now, and arrives in a moment. Until the lease ends there are three more.
            await Task.Delay(s_look);
        }
    }

    /// <exception cref="BenchException">The lease was lost: the machine is too busy for the measurement.</exception>
    public void CheckLease()
    {
        if (Mode.HasLease && !IsLeaseHeld) throw new BenchException("A lease was lost. Measure again on a machine that is less busy.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps) await app.DisposeAsync();
    }

    private async Task<long> PublishedAsync() => (await _redis.CommandsAsync()).GetValueOrDefault("publish");

    private async Task<WebApplication> StartNodeAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // As browsers do it: the calls of a page share one connection and are under way at the same time.
        builder.WebHost.ConfigureKestrel(static k => k.Listen(IPAddress.Loopback, 0, static l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        var sessions = builder.Services.AddAzuSessions<UserSession>(static o => o.Secret = s_secret)
            .UsePreset(SessionPreset.Development)
            .WithJsonContext(BenchJson.Default)
            .UseRedisStore(address, r => r.KeyPrefix = Prefix);
        Mode.Configure(sessions);
        var app = builder.Build();
        AzuApp.Map(app);
        await app.StartAsync();
        return app;
    }
}
