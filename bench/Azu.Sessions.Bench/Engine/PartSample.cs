using System.Diagnostics;

namespace Azu.Sessions.Bench;

/// <summary>How long one call takes, and what it allocates.</summary>
internal readonly record struct PartSample(double Nanoseconds, double AllocatedBytes)
{
    private const int Batches = 100;

    /// <summary>
    /// Calls <paramref name="part"/> in short batches for a while. The fastest tenth counts: whatever else runs on the machine only ever makes a
    /// batch slower, and a part has no luck of its own.
    /// </summary>
    public static PartSample Of(TimeSpan time, Action<int> part)
    {
        part(1); // nobody's first call is measured
        var batch = 1;
        var perBatch = time / Batches;
        TimeSpan took;
        // Long enough for all tiers of the just-in-time compiler.
        while ((took = Took(part, batch)) < time / 4) batch *= 2;
        batch = Math.Max(1, (int)(batch * (perBatch / took)));

        var nanoseconds = new List<double>(Batches);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Batches; i++) nanoseconds.Add(Took(part, batch).TotalNanoseconds / batch);
        nanoseconds.Sort();
        return new(nanoseconds[Batches / 10], (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / Batches / batch);
    }

    private static TimeSpan Took(Action<int> part, int times)
    {
        var start = Stopwatch.GetTimestamp();
        part(times);
        return Stopwatch.GetElapsedTime(start);
    }
}
