using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace Azu.Sessions.Bench;

/// <summary>
/// Which cores the processes run on. Free: any. Pinned: the application has one to itself, and the load generator and the servers of the stores share another.
/// </summary>
internal static class Cores
{
    private const string Program = "taskset";

    private static int? s_application;

    /// <summary>Pins what this process starts from now on, and this process itself, to the core of the load.</summary>
    /// <exception cref="BenchException">The machine cannot.</exception>
    public static async Task PinAsync()
    {
        if (!OperatingSystem.IsLinux()) throw new BenchException("--pinned needs taskset, which only Linux has.");
        using var self = Process.GetCurrentProcess();
        var allowed = (ulong)self.ProcessorAffinity;
        if (BitOperations.PopCount(allowed) < 2) throw new BenchException("--pinned needs two cores: one for the application, and one for the load.");
        var application = BitOperations.TrailingZeroCount(allowed);
        var load = BitOperations.TrailingZeroCount(allowed & ~(1UL << application));
        // All threads: a process that is started inherits the core of the thread that starts it.
        if (await ToolRun.WhyNotAsync(null, Program, "--all-tasks", "--cpu-list", "--pid", Text(load), Text(self.Id)) is { } reason)
            throw new BenchException($"--pinned needs taskset: {reason} Install util-linux, or leave --pinned out.");
        s_application = application;
    }

    /// <summary>Has a process that is going to start run on the core of the application.</summary>
    public static void PinApplication(ProcessStartInfo start)
    {
        if (s_application is not { } core) return;
        string[] arguments = ["--cpu-list", Text(core), start.FileName, .. start.ArgumentList];
        start.FileName = Program;
        start.ArgumentList.Clear();
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
