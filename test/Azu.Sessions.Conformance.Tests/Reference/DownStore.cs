namespace Azu.Sessions.Conformance.Tests;

/// <summary>A store whose infrastructure cannot be reached.</summary>
public class DownStore : ISessionStore, ISessionIndex, ISessionPresence, IPreparedStore, ISessionNodes, ISessionClock
{
    public string Name => "down";

    public SessionCapabilities Capabilities => SessionCapabilities.Index | SessionCapabilities.Shared;

    public virtual ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) => FailAsync<SessionRecord?>();

    public virtual ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => FailAsync<bool>();

    public virtual ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
        FailAsync<UpdateResult>();

    public virtual ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
        CancellationToken cancellationToken = default) => FailAsync<bool>();

    public virtual ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
            FailAsync<RemoveResult>();

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) => FailAsync<SessionPage>();

    public ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        FailAsync<SessionIdPage>();

    public virtual ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => FailAsync<long>();

    public ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default) =>
        FailAsync<long>();

    public ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) => FailAsync<ExpiredSessions>();

    public ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known, CancellationToken cancellationToken = default) =>
        FailAsync<IReadOnlyList<SessionId>>();

    public ValueTask PrepareAsync(CancellationToken cancellationToken = default) => ValueTask.FromException(Failure());

    public ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default) =>
        ValueTask.FromException(Failure());

    public virtual ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default) => FailAsync<TimeSpan?>();

    public virtual ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default) => FailAsync<DateTimeOffset>();

    public virtual Exception Failure() => new SessionStoreException("Nothing answers there.");

    private ValueTask<T> FailAsync<T>() => ValueTask.FromException<T>(Failure());
}
