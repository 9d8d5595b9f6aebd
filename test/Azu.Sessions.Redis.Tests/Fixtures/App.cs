using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Redis.Tests;

public sealed record Cart { public string[] Items { get; init; } = []; }

/// <summary>An application without HTTP: what the builder puts together, started as a host starts it.</summary>
internal sealed class App : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private App(ServiceProvider services, LogSink log) => (_services, Log) = (services, log);

    public LogSink Log { get; }

    public SessionManager<Cart> Sessions => _services.GetRequiredService<SessionManager<Cart>>();

    public T Service<T>() where T : notnull => _services.GetRequiredService<T>();

    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static async Task<App> StartAsync(Action<AzuSessionsBuilder<Cart>> configure)
    {
        var log = new LogSink();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        configure(services.AddAzuSessionsCore<Cart>(o => o.Secret = NewSecret()));
        var app = new App(services.BuildServiceProvider(), log);
        foreach (var hosted in app._services.GetServices<IHostedService>()) await hosted.StartAsync(CancellationToken.None);
        return app;
    }

    /// <summary>Whether a session can be made and read now.</summary>
    public async Task<bool> WorksAsync()
    {
        try
        {
            var created = await Sessions.CreateAsync(new Cart { Items = ["tea"] });
            return await Sessions.FindAsync(created.Session.Id) is { Data.Items: ["tea"] };
        }
        catch (SessionStoreException)
        {
            return false;
        }
    }

    /// <summary>Copies that outlive the bound.</summary>
    public static void Leased(NearCacheOptions options) => options.TimeToLive = TimeSpan.FromMinutes(5);

    /// <summary>Whether this node may use its copies now.</summary>
    public async Task<bool> HoldsLeaseAsync() => (await Sessions.GetStatisticsAsync()).NearCache!.IsLeaseHeld == true;

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse()) await hosted.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
