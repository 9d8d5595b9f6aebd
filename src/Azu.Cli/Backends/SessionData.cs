using Azu.Sessions;

namespace Azu.Cli;

/// <summary>The data of one session, or the reason why it cannot be shown.</summary>
internal sealed record SessionData(SessionSnapshot<SessionItems> Session, SessionItems? Items, string? Closed)
{
    /// <summary>Looks a session up and decrypts its data, if that is possible.</summary>
    /// <returns>Null: there is no such session.</returns>
    public static async Task<SessionData?> FindAsync(StoreLocation location, SessionIdentity? identity, SessionId id, CancellationToken cancellation)
    {
        await using var store = OpenStore.At(location);
        if (await store.Sessions.FindAsync(id, cancellation) is not { } session) return null;
        if (TryRead(session, out _) is { } plain) return new(session, plain, null);
        if (identity is null) return new(session, null, "encrypted. Set SESSION_SECRET to the secret of the application to show it.");
        var (items, closed) = await OpenAsync(location, identity, id, cancellation);
        return new(session, items, closed);
    }

    private static async Task<(SessionItems? Items, string? Closed)> OpenAsync(StoreLocation location, SessionIdentity identity, SessionId id, CancellationToken cancellation)
    {
        try
        {
            foreach (var cookie in identity.CookieNames)
            {
                await using var store = OpenStore.Decrypting(location, identity, cookie);
                if (await store.Sessions.FindAsync(id, cancellation) is not { } session) return (null, "gone: the session ended while it was read.");
                if (TryRead(session, out var isOtherKey) is { } items) return (items, null);
                if (isOtherKey) return (null, $"encrypted under another secret than SESSION_SECRET (fingerprint {SessionSecrets.Fingerprint(identity.Secret)}).");
            }
            return (null, $"encrypted, and it cannot be decrypted for the application \"{identity.Application}\" and the cookie {string.Join(" or ", identity.CookieNames)}. Name them with --application and --cookie.");
        }
        catch (InsecureSecretException e)
        {
            return (null, $"encrypted, and SESSION_SECRET cannot decrypt it: {e.Message}");
        }
    }

    private static SessionItems? TryRead(SessionSnapshot<SessionItems> session, out bool isOtherKey)
    {
        isOtherKey = false;
        try
        {
            return session.Data;
        }
        catch (SessionCorruptedException)
        {
            return null;
        }
        catch (SessionStoreUnavailableException)
        {
            isOtherKey = true;
            return null;
        }
    }
}
