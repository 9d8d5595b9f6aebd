using System.Security.Claims;
using System.Security.Cryptography;

namespace Azu.Sessions.Bench;

/// <summary>Azu.Sessions: on the memory store, or in the sealed cookie.</summary>
internal static class AzuApp
{
    public static void AddMemoryStore(IServiceCollection services) => Add(services).UseMemoryStore();

    /// <summary>The user of a request comes from the session.</summary>
    public static void AddUsers(IServiceCollection services)
    {
        AddMemoryStore(services);
        services.AddAuthentication().AddAzuSessions<UserSession>(o => o.Claims = static (_, data) => [new(ClaimTypes.Name, data.UserName!)]);
    }

    public static void AddRedisStore(IServiceCollection services) => Add(services).UseRedisStore(StoreServers.Redis);

    /// <summary>Copies that end within the bound.</summary>
    public static void AddRedisWithNearCache(IServiceCollection services) => Add(services).UseRedisStore(StoreServers.Redis).WithNearCache();

    /// <summary>Copies that outlive it, under a lease.</summary>
    public static void AddRedisWithLeasedCache(IServiceCollection services) =>
        Add(services).UseRedisStore(StoreServers.Redis).WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5));

    public static void AddPostgresStore(IServiceCollection services) => Add(services).UseDatabaseStore(StoreServers.Postgres, d => d.MigrateOnStart = true);

    public static void AddSqliteStore(IServiceCollection services) => Add(services).UseDatabaseStore(StoreServers.Sqlite, d => d.MigrateOnStart = true);

    /// <summary>A browser sends a renewed cookie back. The load generator keeps the old one, so without this every read would renew it.</summary>
    public static void AddCookieStore(IServiceCollection services) =>
        Add(services, static o => (o.IdleTimeout, o.TouchInterval) = (TimeSpan.FromHours(8), TimeSpan.FromHours(4))).UseCookieStore();

    public static void Map(WebApplication app)
    {
        app.UseAzuSessions();
        app.MapGet("/begin", static (HttpContext context) =>
        {
            context.GetSession<UserSession>().Data = UserSession.Sample;
            return Answer.WriteAsync(context, UserSession.Sample.UserName);
        });
        app.MapGet("/read", static (HttpContext context) => Answer.WriteAsync(context, context.GetSession<UserSession>().Data.UserName));
        app.MapGet("/injected", static (HttpContext context, Session<UserSession> session) => Answer.WriteAsync(context, session.Data.UserName));
        app.MapGet("/update", static (HttpContext context) =>
        {
            var session = context.GetSession<UserSession>();
            session.Update(static d => d.Visited());
            return Answer.WriteAsync(context, session.Data.UserName);
        });
        app.MapGet("/assign", static (HttpContext context) =>
        {
            var session = context.GetSession<UserSession>();
            session.Data = session.Data.Visited();
            return Answer.WriteAsync(context, session.Data.UserName);
        });
        app.MapGet("/unused", static (HttpContext context) => Answer.WriteAsync(context, UserSession.Sample.UserName));
        app.MapGet("/without", static (HttpContext context) => Answer.WriteAsync(context, UserSession.Sample.UserName)).WithoutSession();
    }

    public static void MapUsers(WebApplication app)
    {
        MapSignIn(app);
        app.MapGet("/user", static (HttpContext context) => Answer.WriteAsync(context, context.User.Identity?.Name)).RequireAuthorization();
    }

    public static void MapSignIn(WebApplication app)
    {
        Map(app);
        app.MapGet("/sign-in", static async (HttpContext context) =>
        {
            var session = context.GetSession<UserSession>();
            await session.SignInAsync(UserSession.Sample.UserName!);
            session.Data = UserSession.Sample;
            await Answer.WriteAsync(context, UserSession.Sample.UserName);
        });
    }

    private static AzuSessionsBuilder<UserSession> Add(IServiceCollection services, Action<AzuSessionsOptions>? configure = null) => services
        .AddAzuSessions<UserSession>(o =>
        {
            o.Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            configure?.Invoke(o);
        })
        .UsePreset(SessionPreset.Development) // payloads in plain, like those of the sessions beside it
        .WithJsonContext(BenchJson.Default);
}
