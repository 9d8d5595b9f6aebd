namespace Azu.Sessions.Dashboard;

/// <summary>How many durations fell between which bounds. Each bound is √2 times the one before, from 50 µs on, so a percentile is right to 41 %.</summary>
internal static class LatencyCounts
{
    public const int Bounds = 44;

    private const double FirstMilliseconds = 0.05;

    public static int IndexOf(double milliseconds) =>
        milliseconds <= FirstMilliseconds ? 0 : Math.Min(Bounds - 1, (int)Math.Ceiling(2 * Math.Log2(milliseconds / FirstMilliseconds)));

    /// <summary>The upper bound that this part of the durations did not exceed; null where there were none.</summary>
    public static double? Percentile(ReadOnlySpan<long> counts, double part)
    {
        var all = 0L;
        foreach (var count in counts) all += count;
        if (all == 0) return null;
        var needed = (long)Math.Ceiling(all * part);
        var index = 0;
        for (var seen = counts[0]; seen < needed; seen += counts[index]) index++;
        return FirstMilliseconds * Math.Pow(2, index / 2.0);
    }
}
