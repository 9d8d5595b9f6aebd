namespace Azu.Sessions.Bench;

/// <summary>Sessions that need no server: in the memory of the process, and in the cookie.</summary>
internal static class MemoryContenders
{
    public const string Read = "memory, read";

    private const string BuiltInRead = "built-in, read";
    private const string BuiltInWrite = "built-in, read + write";
    private const string TicketRead = "cookie ticket, read";
    private const string TicketWrite = "cookie ticket, read + write";
    private const string TicketUser = "stock cookie: [Authorize], and the name";

    private static readonly Budget s_read = new() { MaxAddedMicroseconds = 3, MinShare = 0.80, MaxBytesOverData = 600, MaxHeldOverPayload = 260 };
    private static readonly Budget s_write = new() { MaxAddedMicroseconds = 4.5, MinShare = 0.74 };
    private static readonly Budget s_notLoaded = new() { MaxAddedMicroseconds = 0.7 };

    public static IReadOnlyList<Contender> OnThisMachine { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(Contender.NoneWithoutCookie, "none", "/read", CookieKind.Absent),
        new("limit: span scan, dictionary, SHA-256", "limit", "/read", CookieKind.Own),
        new(Contender.DataAlone, "limit", "/json", CookieKind.Own),
        new(Read, "azu", "/read", CookieKind.Own, BuiltInRead, s_read, IsHeld: true),
        new("memory, read, session injected", "azu", "/injected", CookieKind.Own, BuiltInRead),
        new("memory, read + write by Update", "azu", "/update", CookieKind.Own, BuiltInWrite, s_write),
        new("memory, read + write by assignment", "azu", "/assign", CookieKind.Own, BuiltInWrite, s_write),
        new("memory, loaded, not read", "azu", "/unused", CookieKind.Own, Budget: new() { MaxAddedMicroseconds = 1.5, MaxBytes = 600 }),
        new("memory, untouched (WithoutSession)", "azu", "/without", CookieKind.Own, Budget: s_notLoaded),
        new("memory, anonymous (no cookie)", "azu", "/unused", CookieKind.Absent, Budget: s_notLoaded),
        new("memory, forged cookie", "azu", "/unused", CookieKind.Forged, Budget: s_notLoaded),
        new("built-in, untouched", "built-in", "/unused", CookieKind.Own),
        new(BuiltInRead, "built-in", "/read", CookieKind.Own, IsHeld: true),
        new(BuiltInWrite, "built-in", "/assign", CookieKind.Own),
        new("limit: raw AES-GCM and JSON, read", "raw-cookie", "/read", CookieKind.Own),
        new("limit: raw AES-GCM and JSON, read + write", "raw-cookie", "/assign", CookieKind.Own),
        new("encrypted cookie, read", "azu-cookie", "/read", CookieKind.Own, TicketRead,
            new() { MaxAddedMicroseconds = 5, MinShare = 0.75, MinOfPeer = 1.6, MaxBytes = 3000 }),
        new("encrypted cookie, read + write", "azu-cookie", "/assign", CookieKind.OwnOfMany, TicketWrite,
            new() { MaxAddedMicroseconds = 8, MinShare = 0.62, MinOfPeer = 2.1, MaxBytes = 6000 }),
        new("encrypted cookie, forged", "azu-cookie", "/unused", CookieKind.Forged, Budget: s_notLoaded),
        new(TicketRead, "ticket", "/read", CookieKind.Own),
        new(TicketWrite, "ticket", "/assign", CookieKind.Own),
        new("cookie ticket in a ticket store, read", "ticket-stored", "/read", CookieKind.Own, IsHeld: true),
        new("cookie ticket in a ticket store, read + write", "ticket-stored", "/assign", CookieKind.Own),
    ];

    /// <summary>What it costs that the user of a request comes from its session.</summary>
    public static IReadOnlyList<Contender> WithUsers { get; } =
    [
        new(Contender.None, "none", "/read", CookieKind.Foreign),
        new(Read, "azu-users-off", "/read", CookieKind.SignedIn),
        new("memory, loaded, not read", "azu-users-off", "/unused", CookieKind.SignedIn),
        new("with the scheme: read", "azu-users", "/read", CookieKind.SignedIn, Read, new() { MinOfPeer = 1 / 1.15 }),
        new("with the scheme: not read", "azu-users", "/unused", CookieKind.SignedIn, "memory, loaded, not read"),
        new("with the scheme: [Authorize], and the name", "azu-users", "/user", CookieKind.SignedIn, TicketUser),
        new("stock cookie, not read", "ticket-users", "/unused", CookieKind.SignedIn),
        new(TicketUser, "ticket-users", "/user", CookieKind.SignedIn),
    ];
}
