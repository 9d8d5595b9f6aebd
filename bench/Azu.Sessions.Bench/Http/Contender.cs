namespace Azu.Sessions.Bench;

/// <summary>One endpoint under load.</summary>
/// <param name="Name">As the table names it.</param>
/// <param name="App">The application that has it.</param>
/// <param name="Path">Its path.</param>
/// <param name="Cookies">What the requests carry.</param>
/// <param name="Peer">The contender to compare it with beside the endpoint without any session; null: no other.</param>
/// <param name="Budget">What design allows; null: it is a peer itself.</param>
/// <param name="IsHeld">Whether the sessions of its application are held on a server, so that the bytes of one are measured.</param>
internal sealed record Contender(
    string Name, string App, string Path, CookieKind Cookies, string? Peer = null, Budget? Budget = null, bool IsHeld = false)
{
    public const string None = "none";
    public const string NoneWithoutCookie = "none, request without a cookie";
    public const string DataAlone = "limit: the same, and the data read from JSON";

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

    /// <summary>The same of many more sessions, where the cookie is the session: the load generator keeps the cookies from before a write.</summary>
    OwnOfMany,

    /// <summary>The cookies of sessions that are signed in.</summary>
    SignedIn,

    /// <summary>Cookies of the same length that mean nothing to the application.</summary>
    Foreign,

    /// <summary>The cookies of established sessions with a changed MAC.</summary>
    Forged,
}
