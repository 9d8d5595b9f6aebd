using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>What a write says to all nodes, and where. Nothing, until a node asks for announcements.</summary>
internal sealed class RedisAnnouncements(RedisKeys keys)
{
    private readonly RedisValue _channel = keys.Announcements;
    private ISessionAnnouncer? _announcer;

    /// <summary>The arguments of a script that writes, and behind them the channel and what it is to hear of an update.</summary>
    public RedisValue[] WithUpdated(SessionId id, long version, params ReadOnlySpan<RedisValue> values) =>
        _announcer is { } announcer ? [.. values, _channel, announcer.Updated(id, version)] : values.ToArray();

    /// <summary>The same for a removal.</summary>
    public RedisValue[] WithRemoved(SessionId id, params ReadOnlySpan<RedisValue> values) =>
        _announcer is { } announcer ? [.. values, _channel, announcer.Removed(id)] : values.ToArray();

    public void Begin(ISessionAnnouncer announcer)
    {
        ArgumentNullException.ThrowIfNull(announcer);
        if (Interlocked.CompareExchange(ref _announcer, announcer, null) is not null)
            throw new InvalidOperationException("This store announces already: two session types cannot share one store object.");
    }
}
