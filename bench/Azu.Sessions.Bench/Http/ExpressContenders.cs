namespace Azu.Sessions.Bench;

/// <summary>express-session on Node, related to the same endpoint as all others, and to an endpoint of Express without sessions as its peer.</summary>
internal static class ExpressContenders
{
    private const string Express = "Express, no session";

    public static IReadOnlyList<Contender> All { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(Contender.NoneWithoutCookie, "none", "/read", CookieKind.Absent),
        new(Express, "express-none", "/unused", CookieKind.Foreign),
        new("express-session in memory, read", "express-memory", "/read", CookieKind.Own, Express, IsHeld: true),
        new("express-session in memory, read + write", "express-memory", "/assign", CookieKind.Own, Express),
        new("express-session in memory, anonymous", "express-memory", "/unused", CookieKind.Absent, Express),
        new("express-session over Redis, read", "express-redis", "/read", CookieKind.Own, Express, IsHeld: true),
        new("express-session over Redis, read + write", "express-redis", "/assign", CookieKind.Own, Express),
        new("express-session over Redis, anonymous", "express-redis", "/unused", CookieKind.Absent, Express),
    ];
}
