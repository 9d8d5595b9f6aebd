namespace Azu.Sessions;

/// <summary>A session that was created outside a request, and the token that admits to it.</summary>
/// <param name="session">The session.</param>
/// <param name="token">The value for the session cookie: a credential.</param>
public sealed class CreatedSession<TData>(SessionSnapshot<TData> session, string token) where TData : notnull
{
    /// <summary>The session.</summary>
    public SessionSnapshot<TData> Session { get; } = session;

    /// <summary>The value of the session cookie. A credential: it is not stored anywhere, and cannot be shown again.</summary>
    public string Token { get; } = token;

    /// <summary>Names the session and not the token.</summary>
    public override string ToString() => Session.ToString();
}
