namespace Azu.Sessions;

/// <summary>
/// Optional for an <see cref="ISessionStore"/>: tells which of many known sessions have ended, without reading their payloads. Long responses
/// and live connections ask it again and again. Without it the engine asks <see cref="ISessionStore.FindAsync"/> one by one.
/// </summary>
public interface ISessionPresence
{
    /// <summary>
    /// Those of <paramref name="known"/> that the store would not find any more, or that belong to another subject now. A session that this
    /// version cannot read, because a newer one wrote it, has not ended. The order is free, and a session that is asked for twice may come twice.
    /// </summary>
    /// <param name="known">The sessions; up to 1 000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SessionStoreException">The infrastructure failed.</exception>
    ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known, CancellationToken cancellationToken = default);
}
