namespace Azu.Sessions;

/// <summary>
/// What a commit meets where the cookie is the session: there is no store to ask, so every write succeeds, and the format makes a cookie of it. What
/// ends a session is noted in the <see cref="RevocationList"/>, if there is one.
/// </summary>
internal sealed class SelfContainedWrites : ISessionStore
{
    public string Name => "cookie";

    public SessionCapabilities Capabilities => SessionCapabilities.Shared | SessionCapabilities.Durable;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) => default;

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => new(true);

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
        new(UpdateResult.Updated(record));

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        new(true);

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
            new(RemoveResult.Removed(null));
}
