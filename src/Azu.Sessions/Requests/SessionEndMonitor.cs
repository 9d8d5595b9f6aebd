namespace Azu.Sessions;

/// <summary>
/// Tells a response that lasts that its session is over, by asking the store once a second. Only responses that ask for the token pay for it.
/// </summary>
internal sealed class SessionEndMonitor : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ended = new();
    private readonly ISessionCookieFormat _format;
    private readonly TimeProvider _time;
    private readonly Func<SessionRecord?> _record;
    private readonly ITimer _timer;
    private int _isLooking;

    /// <param name="format">Where the session is.</param>
    /// <param name="time">The clock that sessions expire by.</param>
    /// <param name="record">The session as the request knows it now; null: one that is not stored has no end to see.</param>
    public SessionEndMonitor(ISessionCookieFormat format, TimeProvider time, Func<SessionRecord?> record)
    {
        (_format, _time, _record) = (format, time, record);
        _timer = time.CreateTimer(static self => _ = ((SessionEndMonitor)self!).LookAsync(), this, s_period, s_period);
    }

    public CancellationToken Token => _ended.Token;

    public void End()
    {
        _timer.Dispose();
        _ended.Cancel();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _ended.Dispose();
    }

    private async Task LookAsync()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1) return;
        try
        {
            if (_record() is not { } known) return;
            // The request itself may write during the look, a sign-in perhaps: the answer may be older than that. The next look tells.
            if (await HasEndedAsync(known) && ReferenceEquals(known, _record())) End();
        }
        catch (SessionStoreException)
        {
            // Unknown is not over; the next look tells.
        }
        catch (ObjectDisposedException)
        {
            // The response ended while this was looking.
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private async ValueTask<bool> HasEndedAsync(SessionRecord known)
    {
        var now = _time.GetUtcNow();
        if (known.AbsoluteExpiresAt <= now || (_format.IsSelfContained && known.ExpiresAt <= now)) return true;
        // A copy can say that the session lives. Only the store can say that it is over.
        if (_format.TryRecall(known.Id, out var copy) && copy.ExpiresAt > now && (known.Subject is null || copy.Subject == known.Subject)) return false;
        return await _format.HasEndedAsync(known, CancellationToken.None);
    }
}
