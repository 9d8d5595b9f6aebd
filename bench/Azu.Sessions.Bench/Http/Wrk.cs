using System.Diagnostics;
using System.Globalization;

namespace Azu.Sessions.Bench;

/// <summary>The load generator.</summary>
internal static class Wrk
{
    private const int Connections = 32;

    private static string Program => Environment.GetEnvironmentVariable("AZU_BENCH_WRK") is { Length: > 0 } path ? path : "wrk";

    /// <summary>Loads an address for a while, and says how many requests were answered in how many seconds.</summary>
    public static async Task<(long Requests, double Seconds)> RunAsync(Uri address, string cookieFile, int seconds, int connections = Connections)
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--threads", "1", "--connections", connections.ToString(CultureInfo.InvariantCulture), "--duration", $"{seconds}s",
                "--script", Path.Combine(AppContext.BaseDirectory, "Http", "load.lua"), address.ToString(), "--", cookieFile,
            },
        };
        using var process = Start(start);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var result = output.Split('\n').FirstOrDefault(l => l.StartsWith("RESULT ", StringComparison.Ordinal))?.Split(' ');
        if (process.ExitCode != 0 || result is null) throw new BenchException($"wrk failed at {address}: {await errors}{output}");
        if (result[3] != "0") throw new BenchException($"{result[3]} of {result[1]} requests to {address} failed, so the figures would be worth nothing.");
        return (long.Parse(result[1], CultureInfo.InvariantCulture), double.Parse(result[2], CultureInfo.InvariantCulture) / 1e6);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new BenchException($"{Program} did not start.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchException($"The load generator '{Program}' does not start ({e.Message}). Install wrk (Debian: apt-get install wrk), or name it " +
                $"in AZU_BENCH_WRK.");
        }
    }
}
