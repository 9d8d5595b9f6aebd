using System.Diagnostics.Metrics;

namespace Azu.Sessions;

/// <summary>
/// The boundaries of histograms of durations in seconds. Without them OpenTelemetry takes 0, 5, 10, 25 and so on, and every call is in one bucket.
/// </summary>
internal static class DurationBuckets
{
    // Most calls to a store take less than 5 ms, where the boundaries of the HTTP conventions begin.
    public static readonly InstrumentAdvice<double> Advice = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
        0.5, 1, 2.5, 5, 10]
    };
}
