namespace Azu.Sessions;

/// <summary>Finds out whether a store answers, by the cheapest question there is: for a session that nobody has.</summary>
internal static class StoreProbe
{
    /// <param name="store">A store with its deadlines and its circuit breaker.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SessionStoreException">It does not.</exception>
    public static async ValueTask RunAsync(ISessionStore store, CancellationToken cancellationToken) => await AskAsync(store, cancellationToken);

    /// <summary>The question alone.</summary>
    public static ValueTask<SessionRecord?> AskAsync(ISessionStore store, CancellationToken cancellationToken) => store.FindAsync(SessionId.New(), cancellationToken);
}
