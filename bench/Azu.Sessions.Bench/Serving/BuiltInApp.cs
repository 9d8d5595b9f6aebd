using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;

namespace Azu.Sessions.Bench;

/// <summary>ASP.NET Core's own session on its memory cache, with the same data as JSON under one key.</summary>
internal static class BuiltInApp
{
    public const string Key = "user";

    public static void AddServices(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddDistributedMemoryCache();
        services.AddSession();
    }

    /// <summary>The same over the framework's own cache on Redis.</summary>
    public static void AddRedis(IServiceCollection services)
    {
        AddServices(services);
        services.AddStackExchangeRedisCache(static o => o.Configuration = StoreServers.Redis);
    }

    /// <summary>The same over a cache that is shared.</summary>
    public static void AddServices(IServiceCollection services, IDistributedCache cache)
    {
        AddServices(services);
        services.AddSingleton(cache);
    }

    public static void Map(WebApplication app)
    {
        app.UseSession();
        app.MapGet("/begin", static (HttpContext context) =>
        {
            Write(context, UserSession.Sample);
            return Answer.WriteAsync(context, UserSession.Sample.UserName);
        });
        // Loaded asynchronously, as its documents recommend: otherwise each request would block a thread for as long as a remote cache takes.
        app.MapGet("/read", static async (HttpContext context) =>
        {
            await context.Session.LoadAsync();
            await Answer.WriteAsync(context, Read(context)?.UserName);
        });
        app.MapGet("/assign", static async (HttpContext context) =>
        {
            await context.Session.LoadAsync();
            var data = (Read(context) ?? UserSession.Sample).Visited();
            Write(context, data);
            await Answer.WriteAsync(context, data.UserName);
        });
        app.MapGet("/unused", static (HttpContext context) => Answer.WriteAsync(context, UserSession.Sample.UserName));
    }

    private static UserSession? Read(HttpContext context) =>
        context.Session.Get(Key) is { } bytes ? JsonSerializer.Deserialize(bytes, BenchJson.Default.UserSession) : null;

    private static void Write(HttpContext context, UserSession data) =>
        context.Session.Set(Key, JsonSerializer.SerializeToUtf8Bytes(data, BenchJson.Default.UserSession));
}
