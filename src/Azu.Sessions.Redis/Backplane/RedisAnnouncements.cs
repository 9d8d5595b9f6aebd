using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>What a write says to all nodes, and where. Nothing, until somebody wants to hear it.</summary>
internal sealed class RedisAnnouncements(RedisKeys keys)
{
    private static readonly byte[] s_nothing = [];

    private readonly RedisValue _channel = keys.Announcements;
    private ISessionAnnouncer? _announcer;

    public RedisValue Channel => _announcer is null ? s_nothing : _channel;

    public RedisValue Updated(SessionId id, long version) => _announcer?.Updated(id, version) ?? s_nothing;

    public RedisValue Removed(SessionId id) => _announcer?.Removed(id) ?? s_nothing;

    public void Begin(ISessionAnnouncer announcer)
    {
        ArgumentNullException.ThrowIfNull(announcer);
        if (Interlocked.CompareExchange(ref _announcer, announcer, null) is not null)
            throw new InvalidOperationException("This store announces already: two session types cannot share one store object.");
    }
}
