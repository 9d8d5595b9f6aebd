namespace Azu.Sessions.Bench;

/// <summary>Sessions in a database.</summary>
internal static class DatabaseContenders
{
    private const string Select = "limit: bare SELECT by key, and the data read from JSON";
    private const string SelectUpdate = "limit: bare SELECT and UPDATE";
    private const string BuiltInRead = "built-in over PostgreSQL, read";
    private const string BuiltInWrite = "built-in over PostgreSQL, read + write";

    private static readonly Budget s_write = new()
    {
        MinOfPeer = 0.85,
        MinOfOthers = new Dictionary<string, double> { [BuiltInWrite] = 2.2 },
        MaxRoundTrips = 2,
    };

    private static readonly Budget s_notLoaded = new() { MaxAddedMicroseconds = 0.7, MaxRoundTrips = 0 };

    public static IReadOnlyList<Contender> OverPostgres { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(Contender.NoneWithoutCookie, "none", "/read", CookieKind.Absent),
        new(Select, "raw-postgres", "/read", CookieKind.Own, IsHeld: true),
        new(SelectUpdate, "raw-postgres", "/assign", CookieKind.Own),
        new("PostgreSQL, read", "azu-postgres", "/read", CookieKind.Own, Select,
            new() { MinOfPeer = 0.90, MinOfOthers = new Dictionary<string, double> { [BuiltInRead] = 5 }, MaxRoundTrips = 1 }, IsHeld: true),
        new("PostgreSQL, read + write by Update", "azu-postgres", "/update", CookieKind.Own, SelectUpdate, s_write),
        new("PostgreSQL, read + write by assignment", "azu-postgres", "/assign", CookieKind.Own, SelectUpdate, s_write),
        new("PostgreSQL, untouched (WithoutSession)", "azu-postgres", "/without", CookieKind.Own, Budget: s_notLoaded),
        new("PostgreSQL, anonymous (no cookie)", "azu-postgres", "/unused", CookieKind.Absent, Budget: s_notLoaded),
        new(BuiltInRead, "built-in-postgres", "/read", CookieKind.Own, Select, IsHeld: true),
        new(BuiltInWrite, "built-in-postgres", "/assign", CookieKind.Own, SelectUpdate),
    ];

    public static IReadOnlyList<Contender> OnSqlite { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(Contender.NoneWithoutCookie, "none", "/read", CookieKind.Absent),
        new("SQLite, read", "azu-sqlite", "/read", CookieKind.Own, IsHeld: true),
        new("SQLite, read + write by Update", "azu-sqlite", "/update", CookieKind.Own),
        new("SQLite, read + write by assignment", "azu-sqlite", "/assign", CookieKind.Own),
        new("SQLite, untouched (WithoutSession)", "azu-sqlite", "/without", CookieKind.Own, Budget: new() { MaxAddedMicroseconds = 0.7 }),
        new("SQLite, anonymous (no cookie)", "azu-sqlite", "/unused", CookieKind.Absent, Budget: new() { MaxAddedMicroseconds = 0.7 }),
    ];
}
