using System.Diagnostics;
using System.Globalization;

namespace Azu.Sessions.Bench;

/// <summary>What one call takes, and what it costs this process.</summary>
/// <param name="Microseconds">Time from call to result.</param>
/// <param name="CpuMicroseconds">CPU time of this process.</param>
internal readonly record struct CallCost(double Microseconds, double CpuMicroseconds)
{
    /// <summary>Calls one after the other, in as many rounds as the options say; the medians of the rounds.</summary>
    public static async Task<CallCost> OfAsync(BenchOptions options, Func<Task> call)
    {
        await RoundAsync(TimeSpan.FromSeconds(options.WarmUpSeconds), call);
        var rounds = new List<CallCost>();
        for (var i = 0; i < options.Rounds; i++) rounds.Add(await RoundAsync(options.PartTime, call));
        return new(Median.Of(rounds.Select(static r => r.Microseconds)), Median.Of(rounds.Select(static r => r.CpuMicroseconds)));
    }

    /// <summary>Two cells: the time and the CPU time, each with its ratio to the smallest case.</summary>
    public string[] Cells(CallCost smallest) => [Cell(Microseconds, smallest.Microseconds), Cell(CpuMicroseconds, smallest.CpuMicroseconds)];

    /// <summary>A figure with its ratio to that of the smallest case.</summary>
    public static string Cell(double value, double smallest) => string.Create(CultureInfo.InvariantCulture, $"{value:N1} ({value / smallest:0.00} ×)");

    private static async Task<CallCost> RoundAsync(TimeSpan time, Func<Task> call)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var calls = 0;
        do
        {
            await call();
            calls++;
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        return new(Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / calls);
    }
}
