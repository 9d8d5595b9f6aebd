namespace Azu.Sessions.Bench;

/// <summary>One endpoint under load.</summary>
/// <param name="Name">As the table names it.</param>
/// <param name="App">The application that has it.</param>
/// <param name="Path">Its path.</param>
/// <param name="Cookies">What the requests carry.</param>
/// <param name="Peer">Whom to compare it with beside the endpoint without any session; null: nobody.</param>
/// <param name="Budget">What design allows; null: it is a peer itself.</param>
internal sealed record Contender(string Name, string App, string Path, CookieKind Cookies, string? Peer = null, Budget? Budget = null)
{
    public const string None = "none";
    public const string NoneWithoutCookie = "none, request without a cookie";
    public const string DataAlone = "limit: the same, and the data read from JSON";
    private const string BuiltInRead = "built-in, read";
    private const string BuiltInWrite = "built-in, read + write";
    private const string TicketRead = "cookie ticket, read";
    private const string TicketWrite = "cookie ticket, read + write";

    // The shares of the endpoint without sessions are what "2.2 times" and "1.9 times the built-in session" (0.32 and 0.28 of it) come to where those were measured.
    public static IReadOnlyList<Contender> All { get; } =
    [
        new(None, "none", "/read", CookieKind.Foreign),
        new(NoneWithoutCookie, "none", "/read", CookieKind.Absent),
        new("limit: span scan, dictionary, SHA-256", "limit", "/read", CookieKind.Own),
        new(DataAlone, "limit", "/json", CookieKind.Own),
        new("memory, read", "azu", "/read", CookieKind.Own, BuiltInRead, new(4, MinShare: 0.70, MaxBytesOverData: 1000)),
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

    /// <summary>The endpoint without any session, for the same kind of request.</summary>
    public string Baseline => Cookies == CookieKind.Absent ? NoneWithoutCookie : None;
}

/// <summary>What the requests of a contender carry.</summary>
internal enum CookieKind
{
    /// <summary>No cookie.</summary>
    Absent,

    /// <summary>The cookies of established sessions.</summary>
    Own,

    /// <summary>Cookies of the same length that mean nothing to the application.</summary>
    Foreign,

    /// <summary>The cookies of established sessions with a changed MAC.</summary>
    Forged,
}

/// <param name="MaxAddedMicroseconds">CPU added per request.</param>
/// <param name="MinShare">Requests per second against the endpoint without any session.</param>
/// <param name="MaxBytesOverData">Allocated per request, beyond what the least session that reads the same data from JSON allocates.</param>
internal sealed record Budget(double? MaxAddedMicroseconds = null, double? MinShare = null, double? MaxBytesOverData = null);
