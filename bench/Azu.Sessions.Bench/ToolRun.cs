using System.ComponentModel;
using System.Diagnostics;

namespace Azu.Sessions.Bench;

/// <summary>Runs a program of the machine that the benchmark needs beside its own processes.</summary>
internal static class ToolRun
{
    /// <summary>Null: it ran. Else why not.</summary>
    /// <param name="folder">Where it runs; null: here.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<string?> WhyNotAsync(string? folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder ?? "",
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)} failed: {string.Concat(output).Trim()}";
        }
        catch (Win32Exception e)
        {
            return $"{program} does not start ({e.Message}).";
        }
    }
}
