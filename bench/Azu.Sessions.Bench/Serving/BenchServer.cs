using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.Bench;

/// <summary>
/// One application in a process of its own. Says its address on the standard output, then answers each line of the standard input with what
/// the process has used or holds, and ends with its input.
/// </summary>
internal static class BenchServer
{
    /// <summary>The line that asks what the process holds. Any other asks what it has used.</summary>
    public const string Held = "held";

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
        await AnswerAsync();
        await app.StopAsync();
        return 0;
    }

    /// <summary>Answers each line of the standard input, until it ends.</summary>
    public static async Task AnswerAsync()
    {
        while (await Console.In.ReadLineAsync() is { } question) Console.WriteLine(question == Held ? HeldBytes() : Used());
    }

    private static Action<WebApplication> Configure(string name, IServiceCollection services)
    {
        return name switch
        {
            "none" => NoneApp.Map,
            "limit" => new LimitApp().Map,
            "azu" => With(AzuApp.AddMemoryStore, AzuApp.Map),
            "azu-users-off" => With(AzuApp.AddMemoryStore, AzuApp.MapSignIn),
            "azu-users" => With(AzuApp.AddUsers, AzuApp.MapUsers),
            "azu-cookie" => With(AzuApp.AddCookieStore, AzuApp.Map),
            "azu-redis" => With(AzuApp.AddRedisStore, AzuApp.Map),
            "azu-near-cache" => With(AzuApp.AddRedisWithNearCache, AzuApp.Map),
            "azu-leased-cache" => With(AzuApp.AddRedisWithLeasedCache, AzuApp.Map),
            "azu-postgres" => With(AzuApp.AddPostgresStore, AzuApp.Map),
            "azu-sqlite" => With(AzuApp.AddSqliteStore, AzuApp.Map),
            "raw-redis" => new RawStoreApp(new RawRedis()).Map,
            "raw-redis-swap" => new RawStoreApp(new RawRedisSwap()).Map,
            "raw-postgres" => new RawStoreApp(new RawPostgres()).Map,
            "raw-cookie" => new RawCookieApp().Map,
            "ticket" => With(TicketApp.AddServices, TicketApp.Map),
            "ticket-stored" => With(StoredTicketApp.AddServices, TicketApp.Map),
            "ticket-users" => With(TicketApp.AddUsers, TicketApp.MapUsers),
            "built-in" => With(BuiltInApp.AddServices, BuiltInApp.Map),
            "built-in-redis" => With(BuiltInApp.AddRedis, BuiltInApp.Map),
            "built-in-postgres" => With(s => BuiltInApp.AddServices(s, new PostgresCache()), BuiltInApp.Map),
            _ => throw new BenchException($"There is no application '{name}'."),
        };

        Action<WebApplication> With(Action<IServiceCollection> add, Action<WebApplication> map)
        {
            add(services);
            return map;
        }
    }

    private static string HeldBytes() => GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture);

    private static string Used()
    {
        using var process = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{process.TotalProcessorTime.Ticks} {GC.GetTotalAllocatedBytes(precise: true)}");
    }
}
