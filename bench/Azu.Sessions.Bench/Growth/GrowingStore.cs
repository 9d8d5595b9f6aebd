using System.Security.Cryptography;
using Azu.Sessions.TestSupport;

namespace Azu.Sessions.Bench;

/// <summary>One store with an engine on it, without HTTP.</summary>
internal sealed class GrowingStore : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Func<ValueTask> _dispose;

    private GrowingStore(string name, IHost host, Func<ValueTask> dispose) => (Name, _host, _dispose) = (name, host, dispose);

    public string Name { get; }

    public SessionManager<UserSession> Manager => _host.Services.GetRequiredService<SessionManager<UserSession>>();

    public SessionEngine<UserSession> Engine => _host.Services.GetRequiredService<SessionEngine<UserSession>>();

    public static Task<GrowingStore> MemoryAsync() =>
        StartAsync("memory", static s => s.UseMemoryStore(m => (m.MaxSessions, m.MaxBytes) = (int.MaxValue, long.MaxValue)), static () => default);

    public static async Task<GrowingStore> RedisAsync()
    {
        var server = await RedisServer.StartAsync();
        return await StartAsync("Redis", s => s.UseRedisStore(server.Configuration), server.DisposeAsync);
    }

    public static async Task<GrowingStore> PostgresAsync()
    {
        var server = await PostgresServer.StartAsync();
        return await StartAsync("PostgreSQL", s => s.UseDatabaseStore(server.Connection, static d => d.MigrateOnStart = true), server.DisposeAsync);
    }

    public static Task<GrowingStore> SqliteAsync()
    {
        var directory = new TemporaryDirectory();
        return StartAsync("SQLite", s => s.UseDatabaseStore($"Data Source={directory.File("sessions.db")}", static d => d.MigrateOnStart = true), () =>
        {
            directory.Dispose();
            return default;
        });
    }

    public static Task<GrowingStore> CookieAsync() => StartAsync("encrypted cookie", static s => s.UseCookieStore(), static () => default);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _dispose();
    }

    private static async Task<GrowingStore> StartAsync(string name, Action<AzuSessionsBuilder<UserSession>> use, Func<ValueTask> dispose)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        use(builder.Services.AddAzuSessionsCore<UserSession>(o => o.Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))
            .UsePreset(SessionPreset.Development) // payloads in plain, as in the other sections
            .WithJsonContext(BenchJson.Default));
        var store = new GrowingStore(name, builder.Build(), dispose);
        try
        {
            await store._host.StartAsync();
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
