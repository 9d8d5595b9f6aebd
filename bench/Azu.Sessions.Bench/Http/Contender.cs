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
    private const string BuiltInRead = "built-in, read";
    private const string BuiltInWrite = "built-in, read + write";

    public static IReadOnlyList<Contender> All { get; } =
    [
        new(None, "none", "/read", CookieKind.Foreign),
        new(NoneWithoutCookie, "none", "/read", CookieKind.Absent),
        new("limit: span scan, dictionary, SHA-256", "limit", "/read", CookieKind.Own),
        new("memory, read", "azu", "/read", CookieKind.Own, BuiltInRead, new(4, MinRatio: 2.2, MaxBytes: 1000)),
        new("memory, read, session injected", "azu", "/injected", CookieKind.Own, BuiltInRead),
        new("memory, read + write by Update", "azu", "/update", CookieKind.Own, BuiltInWrite, new(8, MinRatio: 1.9)),
        new("memory, read + write by assignment", "azu", "/assign", CookieKind.Own, BuiltInWrite, new(8, MinRatio: 1.9)),
        new("memory, cookie and loaded, not read", "azu", "/unused", CookieKind.Own),
        new("memory, untouched (WithoutSession)", "azu", "/without", CookieKind.Own, Budget: new(0.7)),
        new("memory, anonymous (no cookie)", "azu", "/unused", CookieKind.Absent, Budget: new(0.7)),
        new("memory, forged cookie", "azu", "/unused", CookieKind.Forged, Budget: new(10)),
        new("built-in, untouched", "built-in", "/unused", CookieKind.Own),
        new(BuiltInRead, "built-in", "/read", CookieKind.Own),
        new(BuiltInWrite, "built-in", "/assign", CookieKind.Own),
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
/// <param name="MinRatio">Requests per second against the peer.</param>
/// <param name="MaxBytes">Allocated per request, beyond what the endpoint without any session allocates.</param>
internal sealed record Budget(double MaxAddedMicroseconds, double? MinRatio = null, double? MaxBytes = null);
