namespace Azu.Sessions;

/// <summary>
/// What a commit meets where the cookie is the session: there is nobody to ask, so every write succeeds, and the carrier makes a cookie of it.
/// Removal is the one thing that can be written down, in a list of revocations.
/// </summary>
internal sealed class SealedWrites(RevocationList? revocations) : ISessionStore
{
    public string Name => "cookie";

    public SessionCapabilities Capabilities => SessionCapabilities.Shared | SessionCapabilities.Durable;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) => default;

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => new(true);

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) => new(UpdateResult.Updated(record));

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) => new(true);

    public async ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
    {
        if (revocations is not null) await revocations.RevokeAsync(id, cancellationToken);
        return RemoveResult.Removed(null);
    }
}
