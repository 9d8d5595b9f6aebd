using System.Diagnostics;

namespace Azu.Sessions.Bench;

/// <summary>How long one request takes.</summary>
internal static class RequestTime
{
    private const int Batches = 100;

    /// <summary>
    /// Runs requests in short batches for a while, and returns the nanoseconds of one in the fastest tenth of the batches. Other work on the machine
    /// only makes a batch slower.
    /// </summary>
    /// <param name="time">How long to run.</param>
    /// <param name="run">Runs a number of requests.</param>
    public static double NanosecondsOf(TimeSpan time, Action<int> run)
    {
        run(1); // the first call is not measured
        var batch = 1;
        var perBatch = time / Batches;
        TimeSpan took;
        // Long enough for all tiers of the just-in-time compiler.
        while ((took = Took(run, batch)) < time / 4) batch *= 2;
        batch = Math.Max(1, (int)(batch * (perBatch / took)));

        var nanoseconds = new List<double>(Batches);
        for (var i = 0; i < Batches; i++) nanoseconds.Add(Took(run, batch).TotalNanoseconds / batch);
        nanoseconds.Sort();
        return nanoseconds[Batches / 10];
    }

    private static TimeSpan Took(Action<int> run, int times)
    {
        var start = Stopwatch.GetTimestamp();
        run(times);
        return Stopwatch.GetElapsedTime(start);
    }
}
