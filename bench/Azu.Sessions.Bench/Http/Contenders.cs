namespace Azu.Sessions.Bench;

/// <summary>Who runs against whom: a list for each section.</summary>
internal static class Contenders
{
    private const string BuiltInRead = "built-in, read";
    private const string BuiltInWrite = "built-in, read + write";
    private const string TicketRead = "cookie ticket, read";
    private const string TicketWrite = "cookie ticket, read + write";
    private const string TicketUser = "stock cookie: [Authorize], and the name";
    private const string RedisGet = "limit: bare GET, and the data read from JSON";
    private const string RedisGetSet = "limit: bare GET and SET";
    private const string Select = "limit: bare SELECT by key, and the data read from JSON";
    private const string SelectUpdate = "limit: bare SELECT and UPDATE";
    private const string MemoryRead = "memory, read";

    // The shares of the endpoint without sessions are what "so many times the built-in session" comes to where those were measured: there it made 0.32
    // and 0.28 of
    // it in memory, 0.16 over Redis, 0.02 over PostgreSQL.
    public static IReadOnlyList<Contender> OnThisMachine { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(Contender.NoneWithoutCookie, "none", "/read", CookieKind.Absent),
        new("limit: span scan, dictionary, SHA-256", "limit", "/read", CookieKind.Own),
        new(Contender.DataAlone, "limit", "/json", CookieKind.Own),
        new(MemoryRead, "azu", "/read", CookieKind.Own, BuiltInRead, new(4, MinShare: 0.70, MaxBytesOverData: 1000)),
        new("memory, read, session injected", "azu", "/injected", CookieKind.Own, BuiltInRead),
        new("memory, read + write by Update", "azu", "/update", CookieKind.Own, BuiltInWrite, new(8, MinShare: 0.53)),
        new("memory, read + write by assignment", "azu", "/assign", CookieKind.Own, BuiltInWrite, new(8, MinShare: 0.53)),
        new("memory, cookie and loaded, not read", "azu", "/unused", CookieKind.Own),
        new("memory, untouched (WithoutSession)", "azu", "/without", CookieKind.Own, Budget: new(0.7)),
        new("memory, anonymous (no cookie)", "azu", "/unused", CookieKind.Absent, Budget: new(0.7)),
        new("memory, forged cookie", "azu", "/unused", CookieKind.Forged, Budget: new(10)),
        new("built-in, untouched", "built-in", "/unused", CookieKind.Own),
        new(BuiltInRead, "built-in", "/read", CookieKind.Own),
        new(BuiltInWrite, "built-in", "/assign", CookieKind.Own),
        new("limit: raw AES-GCM and JSON, read", "raw-cookie", "/read", CookieKind.Own),
        new("limit: raw AES-GCM and JSON, read + write", "raw-cookie", "/assign", CookieKind.Own),
        new("encrypted cookie, read", "azu-cookie", "/read", CookieKind.Own, TicketRead, new(MinShare: 0.60)),
        new("encrypted cookie, read + write", "azu-cookie", "/assign", CookieKind.Own, TicketWrite, new(MinShare: 0.40)),
        new("encrypted cookie, forged", "azu-cookie", "/unused", CookieKind.Forged, Budget: new(10)),
        new(TicketRead, "ticket", "/read", CookieKind.Own),
        new(TicketWrite, "ticket", "/assign", CookieKind.Own),
    ];

    /// <summary>What it costs that the user of a request comes from its session.</summary>
    public static IReadOnlyList<Contender> WithUsers { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(MemoryRead, "azu-users-off", "/read", CookieKind.SignedIn),
        new("memory, loaded, not read", "azu-users-off", "/unused", CookieKind.SignedIn),
        new("with the scheme: read", "azu-users", "/read", CookieKind.SignedIn, MemoryRead, new(MinOfPeer: 1 / 1.15)),
        new("with the scheme: not read", "azu-users", "/unused", CookieKind.SignedIn, "memory, loaded, not read"),
        new("with the scheme: [Authorize], and the name", "azu-users", "/user", CookieKind.SignedIn, TicketUser),
        new("stock cookie, not read", "ticket-users", "/unused", CookieKind.SignedIn),
        new(TicketUser, "ticket-users", "/user", CookieKind.SignedIn),
    ];

    public static IReadOnlyList<Contender> OverRedis { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(RedisGet, "raw-redis", "/read", CookieKind.Own),
        new(RedisGetSet, "raw-redis", "/assign", CookieKind.Own),
        new("limit: bare GET and compare-and-set by a script", "raw-redis-swap", "/assign", CookieKind.Own, RedisGetSet),
        new("Redis, read", "azu-redis", "/read", CookieKind.Own, RedisGet, new(MinShare: 0.40, MinOfPeer: 0.85)),
        new("Redis, read + write by Update", "azu-redis", "/update", CookieKind.Own, RedisGetSet, new(MinShare: 0.29, MinOfPeer: 0.75)),
        new("Redis, read + write by assignment", "azu-redis", "/assign", CookieKind.Own, RedisGetSet, new(MinShare: 0.29, MinOfPeer: 0.75)),
        new(MemoryRead, "azu", "/read", CookieKind.Own),
        new("Redis with the near cache, read", "azu-near-cache", "/read", CookieKind.Own, MemoryRead),
        new("Redis with the near cache, read + write by Update", "azu-near-cache", "/update", CookieKind.Own, RedisGetSet),
        new("Redis with the near cache under a lease, read", "azu-leased-cache", "/read", CookieKind.Own, MemoryRead, new(MinOfPeer: 0.90)),
        new("Redis with the near cache under a lease, read + write by Update", "azu-leased-cache", "/update", CookieKind.Own, RedisGetSet),
        new("built-in over Redis, read", "built-in-redis", "/read", CookieKind.Own, RedisGet),
        new("built-in over Redis, read + write", "built-in-redis", "/assign", CookieKind.Own, RedisGetSet),
    ];

    public static IReadOnlyList<Contender> OverPostgres { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(Select, "raw-postgres", "/read", CookieKind.Own),
        new(SelectUpdate, "raw-postgres", "/assign", CookieKind.Own),
        new("PostgreSQL, read", "azu-postgres", "/read", CookieKind.Own, Select, new(MinShare: 0.16, MinOfPeer: 0.85)),
        new("PostgreSQL, read + write by Update", "azu-postgres", "/update", CookieKind.Own, SelectUpdate, new(MinShare: 0.08, MinOfPeer: 0.80)),
        new("PostgreSQL, read + write by assignment", "azu-postgres", "/assign", CookieKind.Own, SelectUpdate, new(MinShare: 0.08, MinOfPeer: 0.80)),
        new("built-in over PostgreSQL, read", "built-in-postgres", "/read", CookieKind.Own, Select),
        new("built-in over PostgreSQL, read + write", "built-in-postgres", "/assign", CookieKind.Own, SelectUpdate),
    ];
}
