using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Azu.Sessions.Bench;

/// <summary>Where the numbers come from.</summary>
internal static class Machine
{
    public static string Describe(BenchOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTimeOffset.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, " +
            $"{RuntimeInformation.OSDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC, load before the run " +
            $"{Load()}{(options.IsPinned ? ", the application pinned to a core of its own" : "")}{(options.IsQuick ? ", quick run" : "")}\n");

    /// <summary>The load average of the last minute: what else the machine was doing.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
