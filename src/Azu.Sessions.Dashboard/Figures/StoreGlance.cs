namespace Azu.Sessions.Dashboard;

/// <summary>
/// What the store says of itself, asked at most each ten seconds, however many pages are open: about how many sessions it has, and how long nodes may
/// admit one that has ended.
/// </summary>
internal sealed class StoreGlance(ISessionAdministration sessions, TimeProvider time)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task<Glance>? _asked;
    private long _at;
    private (SessionEstimate Estimate, long At)? _known;

    public async Task<Glance> TakeAsync()
    {
        Task<Glance> asked;
        lock (_lock)
        {
            if (_asked is null || (_asked.IsCompleted && time.GetElapsedTime(_at) >= s_lifetime))
            {
                _asked = AskAsync();
                _at = time.GetTimestamp();
            }

            asked = _asked;
        }

        var glance = await asked;
        // While the store is down its last figure is shown, with its age.
        lock (_lock)
        {
            return _known is { } known ? glance with { Sessions = known.Estimate with { Age = known.Estimate.Age + time.GetElapsedTime(known.At) } } : glance;
        }
    }

    private async Task<Glance> AskAsync()
    {
        // Not within the lock, whatever the store does before it first waits.
        await Task.Yield();
        try
        {
            var estimate = sessions.Index is { } index ? await index.EstimateCountAsync() : null;
            lock (_lock) _known = estimate is { } found ? (found, time.GetTimestamp()) : null;
            return new(true, null, await sessions.FindMaxRevocationLagAsync(CancellationToken.None));
        }
        catch (SessionStoreException)
        {
            return new(false, null, null);
        }
    }

    /// <param name="Answers">Whether the store answered.</param>
    /// <param name="Sessions">About how many sessions it has, or had when it last answered; null where that is not cheap, or it never did.</param>
    /// <param name="RevocationLag">How long nodes may admit a session that has ended; null: no node has noted it.</param>
    internal sealed record Glance(bool Answers, SessionEstimate? Sessions, TimeSpan? RevocationLag);
}
