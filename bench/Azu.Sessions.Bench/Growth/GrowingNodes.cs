using System.Security.Cryptography;
using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>The nodes of one application on one Redis, in this process and without HTTP.</summary>
internal sealed class GrowingNodes : IAsyncDisposable
{
    private const int MaxLooks = 600;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private readonly List<IHost> _hosts = [];
    private readonly string _secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public IReadOnlyList<SessionEngine<UserSession>> Engines { get; private set; } = [];

    public SessionManager<UserSession> Manager => _hosts[0].Services.GetRequiredService<SessionManager<UserSession>>();

    public static async Task<GrowingNodes> StartAsync(CopyMode mode, int count, RedisServer redis)
    {
        var nodes = new GrowingNodes();
        try
        {
            for (var i = 0; i < count; i++) await nodes.AddAsync(mode, redis);
            nodes.Engines = nodes._hosts.ConvertAll(static h => h.Services.GetRequiredService<SessionEngine<UserSession>>());
            for (var looks = 0; mode.HasLease && !nodes.AreLeasesHeld; looks++)
            {
                if (looks == MaxLooks) throw new BenchException("The nodes never got their lease.");
                await Task.Delay(s_look);
            }

            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private bool AreLeasesHeld => Engines.All(static e => e.Node?.Statistics.IsLeaseHeld == true);

    private async Task AddAsync(CopyMode mode, RedisServer redis)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        mode.Configure(builder.Services.AddAzuSessionsCore<UserSession>(o => o.Secret = _secret)
            .UsePreset(SessionPreset.Development) // payloads in plain, as in the other sections
            .WithJsonContext(BenchJson.Default)
            .UseRedisStore(redis.Configuration));
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
    }
}
