using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Keeps each session under one key, and changes it by scripts that touch that key alone: so every operation is one step on one server, also in
/// a cluster. What does not change the lists of a session is one command.
/// </summary>
internal sealed class RedisStore : IAnnouncingStore, ISessionIndex, ISessionPresence, ISessionNodes, ISessionClock
{
    private readonly RedisCalls _calls;
    private readonly RedisKeys _keys;
    private readonly RedisIndexWriter _entries;
    private readonly RedisReader _reader;
    private readonly RedisRemoval _removal;
    private readonly RedisIndexQueries _lists;
    private readonly RedisAnnouncements _announcements;
    private readonly RedisPresence _presence;
    private readonly RedisNodes _nodes;
    private readonly RedisClock _clock;
    private readonly TimeProvider _time;

    public RedisStore(RedisConnection connection, RedisStoreOptions options, TimeProvider time, ILogger log)
    {
        _time = time;
        _calls = new RedisCalls(connection);
        _keys = new RedisKeys(options.KeyPrefix);
        _entries = new RedisIndexWriter(_calls, _keys);
        _reader = new RedisReader(_calls, _keys, time, log);
        _announcements = new RedisAnnouncements(_keys);
        _removal = new RedisRemoval(_calls, _keys, _entries, _reader, _announcements, options);
        _lists = new RedisIndexQueries(_calls, _keys, _entries, _reader, _removal);
        _presence = new RedisPresence(_calls, _keys, _reader, time);
        _nodes = new RedisNodes(_calls, _keys, time);
        _clock = new RedisClock(_calls, _keys);
    }

    public string Name => "redis";

    public SessionCapabilities Capabilities => SessionCapabilities.Shared | SessionCapabilities.Durable | SessionCapabilities.Index;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return _reader.Live(id, await _reader.AskAsync(id));
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, "read", id);
        }
    }

    public async ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        RedisIndexWriter.Check(record);
        var packed = SessionRecordFormat.Pack(record);
        try
        {
            if (RedisIndexWriter.HasLists(record)) await _entries.AddAsync(record);
            var outcome = (string?)await _calls.RunAsync(RedisScripts.Create, _keys.Session(record.Id), Ticks.Cutoff(_time.GetUtcNow()), packed);
            return outcome != "exists";
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, "create", record.Id);
        }
    }

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        RedisIndexWriter.Check(record);
        var packed = SessionRecordFormat.Pack(record);
        return new RedisUpdate(_calls, _keys, _entries, _reader, _announcements, _time, record, packed, expectedVersion).RunAsync(cancellationToken);
    }

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        new RedisTouch(_calls, _keys, _entries, _time, id, lastSeenAt, expiresAt).RunAsync(cancellationToken);

    public async ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await _removal.RemoveAsync(id, condition);
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, "remove", id);
        }
    }

    public async ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        return await AskAsync(() => _presence.FindEndedAsync(known), "look for sessions", cancellationToken);
    }

    public async ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        await AskAsync(
            async () =>
            {
                await _nodes.NoteAsync(node, maxRevocationLag, lifetime);
                return true;
            },
            "note a node",
            cancellationToken);
    }

    public async ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default) =>
        await AskAsync(_nodes.FindLongestLagAsync, "read the nodes", cancellationToken);

    public async ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default) =>
        await AskAsync(_clock.ReadAsync, "read the time", cancellationToken);

    public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer)
    {
        _announcements.Begin(announcer);
        return new RedisBackplane(_calls, _keys, _time);
    }

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        _lists.PageAsync(query, cursor, cancellationToken);

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => _lists.CountAsync(query, cancellationToken);

    public ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        _lists.IdPageAsync(query, cursor, cancellationToken);

    public async ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) => await _lists.EstimateAsync(cancellationToken);

    public ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default) =>
        _lists.ClearAsync(progress, cancellationToken);

    /// <summary>Redis forgets by itself, and in silence.</summary>
    public ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<ExpiredSessions>(cancellationToken) : new(ExpiredSessions.None);
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, string doing, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await ask();
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, doing);
        }
    }
}
