namespace Azu.Sessions;

/// <summary>How sessions are kept in the cookie itself.</summary>
public sealed class CookieStoreOptions
{
    internal Func<IServiceProvider, ISessionStore>? RevocationStore { get; private set; }

    /// <summary>
    /// Keeps a list of what was signed out and revoked in a server-side store, and asks it with each request: one read, two for a visitor who
    /// is signed in. Without it a copy of a cookie stays valid after sign-out, until the times inside it end it. (OWASP ASVS 5.0, 7.4.1)
    /// </summary>
    public void RevokeIn(ISessionStore store) => RevocationStore = _ => store;

    /// <inheritdoc cref="RevokeIn(ISessionStore)"/>
    public void RevokeIn(Func<IServiceProvider, ISessionStore> store) => RevocationStore = store;
}
