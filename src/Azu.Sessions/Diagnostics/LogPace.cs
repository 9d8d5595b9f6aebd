namespace Azu.Sessions;

/// <summary>Lets an event into the log at most once in an interval, and counts those in between.</summary>
internal sealed class LogPace(TimeSpan interval, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long? _loggedAt;
    private long _leftOut;

    /// <param name="leftOut">How many events were left out since the last one that was logged.</param>
    public bool IsDue(out long leftOut)
    {
        lock (_lock)
        {
            leftOut = _leftOut;
            if (_loggedAt is { } at && time.GetElapsedTime(at) < interval)
            {
                _leftOut++;
                return false;
            }

            (_loggedAt, _leftOut) = (time.GetTimestamp(), 0);
            return true;
        }
    }
}
