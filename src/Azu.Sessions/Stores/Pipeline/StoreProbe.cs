namespace Azu.Sessions;

/// <summary>Finds out whether a store answers, by its cheapest call: a read of a session that does not exist.</summary>
internal static class StoreProbe
{
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SessionStoreException">The store does not answer.</exception>
    public static async ValueTask<SessionRecord?> AskAsync(ISessionStore store, CancellationToken cancellationToken)
    {
        var id = SessionId.New();
        try
        {
            return await store.FindAsync(id, cancellationToken);
        }
        catch (SessionStoreException e) when (e.SessionId == id)
        {
            // The id is made up, and no administrator could find it anywhere.
            throw new SessionStoreException(e.Message.Replace($"session {id}", "a session", StringComparison.Ordinal), e.InnerException);
        }
    }
}
