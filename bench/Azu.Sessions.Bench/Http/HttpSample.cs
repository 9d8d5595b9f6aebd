namespace Azu.Sessions.Bench;

/// <summary>What one contender did in one round.</summary>
internal readonly record struct HttpSample(double RequestsPerSecond, double CpuMicroseconds, double AllocatedBytes);

internal static class Median
{
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
