namespace Azu.Sessions;

/// <summary>Finds out whether a store answers, by its cheapest call: a read of a session that does not exist.</summary>
internal static class StoreProbe
{
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SessionStoreException">The store does not answer.</exception>
    public static ValueTask<SessionRecord?> AskAsync(ISessionStore store, CancellationToken cancellationToken) => store.FindAsync(SessionId.New(), cancellationToken);
}
