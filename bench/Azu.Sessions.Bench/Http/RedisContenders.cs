namespace Azu.Sessions.Bench;

/// <summary>Sessions in a Redis, and copies of them in the near cache.</summary>
internal static class RedisContenders
{
    private const string Get = "limit: bare GET, and the data read from JSON";
    private const string GetSet = "limit: bare GET and SET";
    private const string GetSwap = "limit: bare GET and compare-and-set by a script";
    private const string Swap = "limit: bare compare-and-set by a script";
    private const string GarnetGet = "limit: bare GET from Garnet, and the data read from JSON";
    private const string GarnetGetSet = "limit: bare GET and SET on Garnet";
    private const string BuiltInRead = "built-in over Redis, read";
    private const string BuiltInWrite = "built-in over Redis, read + write";

    private static readonly Budget s_write = new()
    {
        MinOfPeer = 0.80,
        MinOfOthers = new Dictionary<string, double> { [GetSwap] = 0.90, [BuiltInWrite] = 1.5 },
        MaxRoundTrips = 2,
        MaxStoreOfPeer = 1.5,
    };

    private static readonly Budget s_copy = new() { MinOfPeer = 0.95, MaxRoundTrips = 0 };
    private static readonly Budget s_notLoaded = new() { MaxAddedMicroseconds = 0.7, MaxRoundTrips = 0 };

    public static IReadOnlyList<Contender> OverRedis { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(Contender.NoneWithoutCookie, "none", "/read", CookieKind.Absent),
        new(Get, "raw-redis", "/read", CookieKind.Own, IsHeld: true),
        new(GetSet, "raw-redis", "/assign", CookieKind.Own),
        new(GetSwap, "raw-redis-swap", "/assign", CookieKind.Own, GetSet),
        new(Swap, "raw-redis-swap", "/write", CookieKind.Own),
        new("Redis, read", "azu-redis", "/read", CookieKind.Own, Get,
            new()
            {
                MinOfPeer = 0.90,
                MinOfOthers = new Dictionary<string, double> { [BuiltInRead] = 2.7 },
                MaxRoundTrips = 1,
                MaxHeldOverPayload = 320,
                IsHeldByStore = true,
            },
            IsHeld: true),
        new("Redis, read + write by Update", "azu-redis", "/update", CookieKind.Own, GetSet, s_write),
        new("Redis, read + write by assignment", "azu-redis", "/assign", CookieKind.Own, GetSet, s_write),
        new("Redis, untouched (WithoutSession)", "azu-redis", "/without", CookieKind.Own, Budget: s_notLoaded),
        new("Redis, anonymous (no cookie)", "azu-redis", "/unused", CookieKind.Absent, Budget: s_notLoaded),
        new(MemoryContenders.Read, "azu", "/read", CookieKind.Own),
        new("Redis with the near cache, read", "azu-near-cache", "/read", CookieKind.Own, MemoryContenders.Read, s_copy),
        new("Redis with the near cache, read + write by Update", "azu-near-cache", "/update", CookieKind.Own, GetSet),
        new("Redis with the near cache, untouched", "azu-near-cache", "/without", CookieKind.Own, Budget: s_notLoaded),
        new("Redis with the near cache, anonymous", "azu-near-cache", "/unused", CookieKind.Absent, Budget: s_notLoaded),
        new("Redis with the near cache under a lease, read", "azu-leased-cache", "/read", CookieKind.Own, MemoryContenders.Read,
            s_copy with { MaxHeldOverPayload = 260 }, IsHeld: true),
        new("Redis with the near cache under a lease, read + write by Update", "azu-leased-cache", "/update", CookieKind.Own, Swap,
            new() { MinOfPeer = 0.90, MaxRoundTrips = 1 }),
        new("Redis with the near cache under a lease, untouched", "azu-leased-cache", "/without", CookieKind.Own, Budget: s_notLoaded),
        new("Redis with the near cache under a lease, anonymous", "azu-leased-cache", "/unused", CookieKind.Absent, Budget: s_notLoaded),
        new(BuiltInRead, "built-in-redis", "/read", CookieKind.Own, Get, IsHeld: true),
        new(BuiltInWrite, "built-in-redis", "/assign", CookieKind.Own, GetSet),
    ];

    public static IReadOnlyList<Contender> OverGarnet { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(Contender.NoneWithoutCookie, "none", "/read", CookieKind.Absent),
        new(GarnetGet, "raw-redis", "/read", CookieKind.Own),
        new(GarnetGetSet, "raw-redis", "/assign", CookieKind.Own),
        new("Garnet, read", "azu-redis", "/read", CookieKind.Own, GarnetGet),
        new("Garnet, read + write by Update", "azu-redis", "/update", CookieKind.Own, GarnetGetSet),
        new("Garnet, read + write by assignment", "azu-redis", "/assign", CookieKind.Own, GarnetGetSet),
        new("Garnet, untouched (WithoutSession)", "azu-redis", "/without", CookieKind.Own),
        new("Garnet, anonymous (no cookie)", "azu-redis", "/unused", CookieKind.Absent),
    ];
}
