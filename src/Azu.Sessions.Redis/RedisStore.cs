using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Keeps each session under one key, and changes it by scripts that touch that key alone: so every operation is one step on one server, also in
/// a cluster. What does not change the lists of a session is one command.
/// </summary>
internal sealed class RedisStore : IAnnouncingStore, ISessionIndex, IDisposable
{
    private readonly RedisCalls _calls;
    private readonly RedisKeys _keys;
    private readonly RedisEntries _entries;
    private readonly RedisReader _reader;
    private readonly RedisRemoval _removal;
    private readonly RedisLists _lists;
    private readonly RedisAnnouncements _announcements;
    private readonly TimeProvider _time;

    public RedisStore(RedisConnection connection, RedisStoreOptions options, TimeProvider time, ILogger log)
    {
        _time = time;
        _calls = new RedisCalls(connection);
        _keys = new RedisKeys(options.KeyPrefix);
        _entries = new RedisEntries(_calls, _keys);
        _reader = new RedisReader(_calls, _keys, time, log);
        _announcements = new RedisAnnouncements(_keys);
        _removal = new RedisRemoval(_calls, _keys, _entries, _announcements, options);
        _lists = new RedisLists(_calls, _keys, _entries, _reader, _removal, time);
    }

    public string Name => "redis";

    public SessionCapabilities Capabilities => SessionCapabilities.Shared | SessionCapabilities.Durable | SessionCapabilities.Index;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return _reader.Live(id, await _reader.AskAsync(id))?.Record;
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
        var now = _time.GetUtcNow();
        var packed = SessionRecordFormat.Pack(record);
        var mark = IndexMark.New(record, now);
        var cutoff = Ticks.Of(Ticks.Cutoff(now));
        try
        {
            if (!mark.IsEmpty) await _entries.AddAsync(record, mark, cutoff);
            var outcome = (string?)await _calls.RunAsync(RedisScripts.Create, _keys.Session(record.Id), cutoff, StoredSession.Join(packed, mark));
            if (outcome != "created") await _entries.RemoveAsync(record, mark);
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
        return new RedisUpdate(_calls, _keys, _entries, _reader, _announcements, _time, record, expectedVersion).RunAsync(cancellationToken);
    }

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        new RedisTouch(_calls, _keys, _entries, _reader, _time, id, lastSeenAt, expiresAt).RunAsync(cancellationToken);

    public async ValueTask<bool> RemoveAsync(SessionId id, SessionEndReason reason, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await _removal.RemoveAsync(id, Ticks.Of(Ticks.Cutoff(_time.GetUtcNow())));
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, "remove", id);
        }
    }

    public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer)
    {
        _announcements.Begin(announcer);
        return new RedisBackplane(_calls, _keys);
    }

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) =>
        _lists.PageAsync(query, cursor, cancellationToken);

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => _lists.CountAsync(query, cancellationToken);

    public ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        _lists.ClearAsync(progress, cancellationToken);

    /// <summary>Redis forgets by itself, and in silence.</summary>
    public ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<IReadOnlyList<SessionRecord>>(cancellationToken) : new([]);
    }

    public void Dispose() => _calls.Connection.Dispose();
}
