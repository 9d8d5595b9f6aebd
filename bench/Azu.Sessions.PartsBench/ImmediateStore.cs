namespace Azu.Sessions.PartsBench;

/// <summary>A store of one record whose driver has the response at once.</summary>
internal sealed class ImmediateStore(SessionRecord record) : ISessionStore
{
    public string Name => "immediate";

    public SessionCapabilities Capabilities => SessionCapabilities.None;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) => new(record);

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => new(false);

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
        new(UpdateResult.Gone);

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        new(false);

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
        new(RemoveResult.NotThere);
}
