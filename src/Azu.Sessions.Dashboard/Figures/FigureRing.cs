namespace Azu.Sessions.Dashboard;

/// <summary>The counts of the last ten minutes of one session type, in buckets of 5 s. Old buckets are used again, so the memory is bounded.</summary>
internal sealed class FigureRing
{
    public static readonly TimeSpan BucketLength = TimeSpan.FromSeconds(5);

    public const int BucketsOfAMinute = 12;

    /// <summary>What a chart shows: ten minutes.</summary>
    public const int BucketsOfAChart = 10 * BucketsOfAMinute;

    private static readonly int s_reasons = Enum.GetValues<SessionEndReason>().Length;
    private static readonly int s_figures = (int)Figure.Ended + s_reasons;

    // One more than a chart shows: the present one is not full yet.
    private readonly Bucket[] _buckets = new Bucket[BucketsOfAChart + 1];
    private readonly Lock _lock = new();

    public void Count(long bucket, Figure figure, long by = 1) => Interlocked.Add(ref At(bucket).Counts[(int)figure], by);

    public void CountEnd(long bucket, SessionEndReason reason) => Interlocked.Increment(ref At(bucket).Counts[(int)Figure.Ended + (int)reason]);

    public void CountLoad(long bucket, double milliseconds) => Interlocked.Increment(ref At(bucket).Loads[LatencyCounts.IndexOf(milliseconds)]);

    public void CountCommit(long bucket, double milliseconds) => Interlocked.Increment(ref At(bucket).Commits[LatencyCounts.IndexOf(milliseconds)]);

    /// <summary>The sum of the last full minute and the bucket that is filling.</summary>
    public long InAMinute(long now, Figure figure) => Recent(now, BucketsOfAMinute).Sum(b => b.Counts[(int)figure]);

    public long EndedInAMinute(long now, SessionEndReason reason) => Recent(now, BucketsOfAMinute).Sum(b => b.Counts[(int)Figure.Ended + (int)reason]);

    public long[] LoadsInAMinute(long now) => Sum(Recent(now, BucketsOfAMinute), b => b.Loads);

    public long[] CommitsInAMinute(long now) => Sum(Recent(now, BucketsOfAMinute), b => b.Commits);

    /// <summary>A value for each full bucket of the chart, the oldest first; a bucket without counts has <paramref name="empty"/>.</summary>
    public T[] Chart<T>(long now, Func<Bucket, T> value, T empty)
    {
        var chart = new T[BucketsOfAChart];
        for (var i = 0; i < BucketsOfAChart; i++) chart[i] = Find(now - BucketsOfAChart + i) is { } bucket ? value(bucket) : empty;
        return chart;
    }

    private IEnumerable<Bucket> Recent(long now, int count)
    {
        for (var number = now - count; number <= now; number++)
        {
            if (Find(number) is { } bucket) yield return bucket;
        }
    }

    private Bucket? Find(long number) =>
        number >= 0 && Volatile.Read(ref _buckets[number % _buckets.Length]) is { } bucket && bucket.Number == number ? bucket : null;

    private Bucket At(long number)
    {
        ref var place = ref _buckets[number % _buckets.Length];
        if (Volatile.Read(ref place) is { } there && there.Number >= number) return there;
        lock (_lock)
        {
            if (place is { } made && made.Number >= number) return made;
            var bucket = new Bucket(number);
            Volatile.Write(ref place, bucket);
            return bucket;
        }
    }

    private static long[] Sum(IEnumerable<Bucket> buckets, Func<Bucket, long[]> counts)
    {
        var sum = new long[LatencyCounts.Bounds];
        foreach (var bucket in buckets)
        {
            var part = counts(bucket);
            for (var i = 0; i < sum.Length; i++) sum[i] += part[i];
        }

        return sum;
    }

    internal sealed class Bucket(long number)
    {
        public long Number => number;

        public long[] Counts { get; } = new long[s_figures];

        public long[] Loads { get; } = new long[LatencyCounts.Bounds];

        public long[] Commits { get; } = new long[LatencyCounts.Bounds];

        public long Ended => Counts.AsSpan((int)Figure.Ended).ToArray().Sum();
    }
}
