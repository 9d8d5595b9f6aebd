using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;
using Perfolizer.Horology;

namespace Azu.Sessions.PartsBench;

/// <summary>How the parts are measured, and what the report shows.</summary>
internal static class PartsConfig
{
    /// <summary>
    /// Three processes for each part: code and data lie elsewhere in each, and that moves a result more than the noise within one. Job.ShortRun has one
    /// process and three iterations, too few for an error. Sixteen iterations of 100 ms in each show an interruption as an outlier; the report removes it.
    /// Three seconds of warm-up let the just-in-time compiler come to its last tier, which depends on what the first ones saw. The whole run takes some
    /// ten minutes. The collector is the one of web applications.
    /// </summary>
    public static IConfig Create() => DefaultConfig.Instance
        .AddJob(Job.Default
            .WithLaunchCount(3)
            .WithWarmupCount(30)
            .WithIterationCount(16)
            .WithIterationTime(TimeInterval.FromMilliseconds(100))
            .WithGcServer(true)
            .WithRuntime(CoreRuntime.Core10_0)
            .AsDefault())
        .AddDiagnoser(MemoryDiagnoser.Default)
        .HideColumns(Column.Job, Column.Gen0, Column.Gen1, Column.Gen2)
        .WithBuildTimeout(TimeSpan.FromMinutes(15)) // each part is built with all analyzers of this repository
        .WithOptions(ConfigOptions.JoinSummary)
        .WithArtifactsPath(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "parts"));
}
