namespace Azu.Sessions.Bench;

/// <summary>What one contender did in one round. What is unknown is not a number.</summary>
/// <param name="RequestsPerSecond">Requests that were answered.</param>
/// <param name="CpuMicroseconds">CPU of the application, for one request.</param>
/// <param name="AllocatedBytes">Allocated by the application, for one request.</param>
/// <param name="StoreMicroseconds">CPU of the store server, for one request.</param>
internal readonly record struct HttpSample(double RequestsPerSecond, double CpuMicroseconds, double AllocatedBytes, double StoreMicroseconds);

internal static class Median
{
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
