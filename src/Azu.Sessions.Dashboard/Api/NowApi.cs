using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>What this node knows now. It answers also while the store is down.</summary>
internal sealed class NowApi(SessionTypes types, NodeFigures figures, TimeProvider time)
{
    public async Task GetAsync(HttpContext context) =>
        await ApiRequest.WriteAsync(context, await TakeAsync(types.Find(context.Request.Query["type"])), DashboardJson.Default.NowAnswer);

    public async Task<NowAnswer> TakeAsync(ShownType type)
    {
        var (glance, known) = (await type.Store.TakeAsync(), type.Sessions.Statistics);
        var (ring, now) = (figures.Of(type.Name), figures.Now);
        return new()
        {
            At = time.GetUtcNow(),
            Store = known.Store,
            StoreAnswers = glance.Answers && known.Circuits is null or { Find: SessionCircuitState.Closed },
            Circuits = known.Circuits,
            Sessions = glance.Sessions is { } estimate ? new(estimate.Count, estimate.Age.TotalSeconds) : null,
            LastMinute = CountsOf(ring, now),
            Loads = LatencyOf(ring.LoadsInAMinute(now)),
            Commits = LatencyOf(ring.CommitsInAMinute(now)),
            NearCache = known.NearCache is { } cache ? FiguresOf(cache) : null,
            PendingRemovals = known.PendingRemovals,
            ClockOffsetSeconds = known.ClockOffset?.TotalSeconds,
            RevocationLagSeconds = glance.RevocationLag?.TotalSeconds,
            Charts = new((int)FigureRing.BucketLength.TotalSeconds,
                ring.Chart(now, b => b.Counts[(int)Figure.Started], 0), ring.Chart(now, b => b.Ended, 0),
                ring.Chart(now, b => LatencyCounts.Percentile(b.Loads, 0.5), null), ring.Chart(now, b => LatencyCounts.Percentile(b.Commits, 0.5), null),
                ring.Chart(now, b => b.Counts[(int)Figure.Conflicts], 0)),
        };
    }

    private static MinuteCounts CountsOf(FigureRing ring, long now)
    {
        var endedBy = Enum.GetValues<SessionEndReason>().Select(r => (r, Count: ring.EndedInAMinute(now, r))).Where(e => e.Count > 0)
            .ToDictionary(e => e.r.ToString(), e => e.Count, StringComparer.Ordinal);
        return new(Of(Figure.Started), Of(Figure.SignedIn), endedBy.Values.Sum(), endedBy, Of(Figure.Conflicts), Of(Figure.Overwrites),
            Of(Figure.TokensRefused), Of(Figure.Refused));

        long Of(Figure figure) => ring.InAMinute(now, figure);
    }

    private static Latency LatencyOf(long[] counts) => new(counts.Sum(), LatencyCounts.Percentile(counts, 0.5), LatencyCounts.Percentile(counts, 0.99));

    private static NearCacheFigures FiguresOf(NearCacheStatistics cache)
    {
        var lookups = cache.Hits + cache.Misses;
        return new(cache.NodeId, cache.IsLeaseHeld, cache.Copies, cache.Bytes, lookups == 0 ? null : (double)cache.Hits / lookups,
            cache.LongestLag.TotalSeconds, cache.Interruptions);
    }
}
