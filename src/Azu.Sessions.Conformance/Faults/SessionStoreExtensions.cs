namespace Azu.Sessions.Conformance;

/// <summary>Makes tests shorter.</summary>
public static class SessionStoreExtensions
{
    /// <summary>
    /// Removes a session in whatever state: as <see cref="SessionEndReason.Deleted"/>. Returns whether it was there. For tests alone, because a
    /// wrapper that called it would lose condition, reason and actor.
    /// </summary>
    public static async ValueTask<bool> RemoveAsync(this ISessionStore store, SessionId id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return (await store.RemoveAsync(id, RemoveCondition.Always, SessionEndReason.Deleted, cancellationToken: cancellationToken)).IsRemoved;
    }
}
