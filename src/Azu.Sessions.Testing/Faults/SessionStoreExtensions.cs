namespace Azu.Sessions.Testing;

/// <summary>Makes tests shorter.</summary>
public static class SessionStoreExtensions
{
    /// <summary>
    /// Removes a session where it does not matter why: as <see cref="SessionEndReason.Deleted"/>. For tests alone, because a wrapper that called
    /// it would lose the reason.
    /// </summary>
    public static ValueTask<bool> RemoveAsync(this ISessionStore store, SessionId id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.RemoveAsync(id, SessionEndReason.Deleted, cancellationToken);
    }
}
