using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.Bench;

/// <summary>
/// One application in a process of its own. Says its address on the standard output, then answers each line of the standard input with what
/// the process has used so far, and ends with its input.
/// </summary>
internal static class BenchServer
{
    public static async Task<int> RunAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var map = Configure(name, builder.Services);
        await using var app = builder.Build();
        map(app);
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        while (await Console.In.ReadLineAsync() is not null) Console.WriteLine(Used());
        await app.StopAsync();
        return 0;
    }

    private static Action<WebApplication> Configure(string name, IServiceCollection services)
    {
        switch (name)
        {
            case "none":
                return NoneApp.Map;
            case "limit":
                return new LimitApp().Map;
            case "azu":
                AzuApp.AddMemoryStore(services);
                return AzuApp.Map;
            case "azu-cookie":
                AzuApp.AddCookieStore(services);
                return AzuApp.Map;
            case "azu-redis":
                AzuApp.AddRedisStore(services);
                return AzuApp.Map;
            case "azu-clustered":
                AzuApp.AddClusteredRedisStore(services);
                return AzuApp.Map;
            case "azu-postgres":
                AzuApp.AddPostgresStore(services);
                return AzuApp.Map;
            case "raw-redis":
                return new RawStoreApp(new RawRedis()).Map;
            case "raw-redis-swap":
                return new RawStoreApp(new RawRedisSwap()).Map;
            case "raw-postgres":
                return new RawStoreApp(new RawPostgres()).Map;
            case "built-in-redis":
                BuiltInApp.AddServices(services, new RedisCache());
                return BuiltInApp.Map;
            case "built-in-postgres":
                BuiltInApp.AddServices(services, new PostgresCache());
                return BuiltInApp.Map;
            case "raw-cookie":
                return new RawCookieApp().Map;
            case "ticket":
                TicketApp.AddServices(services);
                return TicketApp.Map;
            case "built-in":
                BuiltInApp.AddServices(services);
                return BuiltInApp.Map;
            default:
                throw new BenchException($"There is no application '{name}'.");
        }
    }

    private static string Used()
    {
        using var process = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{process.TotalProcessorTime.Ticks} {GC.GetTotalAllocatedBytes(precise: true)}");
    }
}
