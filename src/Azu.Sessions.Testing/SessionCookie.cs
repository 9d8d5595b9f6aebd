namespace Azu.Sessions.Testing;

/// <summary>The cookie of a session that was created for a test host. It is a credential.</summary>
public sealed class SessionCookie
{
    internal SessionCookie(SessionId sessionId, SessionCookieOptions options, IReadOnlyDictionary<string, string> values) =>
        (SessionId, Options, Values) = (sessionId, options, values);

    /// <summary>The session, for <see cref="SessionManager{TData}"/>: what is stored of it, and whether it has ended.</summary>
    public SessionId SessionId { get; }

    /// <summary>Names and values: one cookie, or several where the cookie store is set to chunk what one cannot hold.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>The cookie as the value of the header <c>Cookie</c> of a request, for clients other than <see cref="HttpClient"/>.</summary>
    public string Header => string.Join("; ", Pairs);

    internal SessionCookieOptions Options { get; }

    internal IEnumerable<string> Pairs => Values.Select(v => $"{v.Key}={v.Value}");

    /// <summary>Names the session and not the value.</summary>
    public override string ToString() => $"cookie of session {SessionId}";
}
