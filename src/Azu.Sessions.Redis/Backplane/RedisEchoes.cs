namespace Azu.Sessions.Redis;

/// <summary>
/// The echoes that are under way. Another may be sent before the last one is back. Those that were lost never come: of so many the oldest is
/// forgotten.
/// </summary>
internal sealed class RedisEchoes
{
    private const int Max = 256;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<ulong, RedisEcho> _underWay = [];

    public void Add(RedisEcho echo)
    {
        lock (_lock)
        {
            _underWay[echo.Number] = echo;
            if (_underWay.Count > Max) _underWay.RemoveAt(0);
        }
    }

    public void Forget(RedisEcho echo)
    {
        lock (_lock) _underWay.Remove(echo.Number);
    }

    /// <summary>Notes that an echo may count. Returns whether it is complete with that.</summary>
    public bool Approve(RedisEcho echo)
    {
        lock (_lock) return _underWay.ContainsKey(echo.Number) && echo.CompletesByApproval() && _underWay.Remove(echo.Number);
    }

    /// <summary>Notes a frame that has arrived. Returns the echo that is complete with it, if one is.</summary>
    public RedisEcho? Complete(ReadOnlySpan<byte> frame)
    {
        lock (_lock)
        {
            if (!_underWay.TryGetValue(RedisEcho.NumberOf(frame), out var echo) || !echo.Completes(frame)) return null;
            _underWay.Remove(echo.Number);
            return echo;
        }
    }
}
