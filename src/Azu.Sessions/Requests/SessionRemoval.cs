namespace Azu.Sessions;

/// <summary>Removes a session, counts its end and tells of it.</summary>
internal sealed class SessionRemoval<TData>(ISessionStore store, RevocationList? revocations, SessionNotifier<TData> notifier) where TData : notnull
{
    /// <param name="id">Which.</param>
    /// <param name="condition">For which state of it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">What asked for it; null: the visitor, or the library itself.</param>
    /// <param name="known">The session as the caller last saw it, for a store that does not say what it removed.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="SessionStoreException">The store failed; whether the session is gone is unknown.</exception>
    public async ValueTask<bool> RunAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor, SessionRecord? known, CancellationToken cancellationToken)
    {
        // No store keeps a session that is in a cookie; the list refuses it from now on.
        if (revocations is not null && known is not null) await revocations.RevokeAsync(known, cancellationToken);
        var result = await store.RemoveAsync(id, condition, reason, actor, cancellationToken);
        if (!result.IsRemoved) return false;
        await notifier.EndedAsync(result.Record ?? known, reason);
        return true;
    }
}
