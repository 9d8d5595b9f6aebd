using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Azu.Cli.Tests;

/// <summary>The command line as a process of its own.</summary>
internal sealed class AzuProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    private AzuProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, e) => Append(_out, e.Data);
        _process.ErrorDataReceived += (_, e) => Append(_error, e.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Out => Text(_out);

    public string Error => Text(_error);

    /// <param name="shell">Whose environment it has.</param>
    /// <param name="args">What is typed.</param>
    /// <param name="directory">Where; null: in the shell's own directory.</param>
    /// <param name="tool">Where it is installed; null: as it was built.</param>
    public static AzuProcess Start(AzuShell shell, string[] args, string? directory = null, string? tool = null)
    {
        var start = new ProcessStartInfo(tool ?? "dotnet", tool is null ? [typeof(AzuCommandLine).Assembly.Location, .. args] : args)
        {
            WorkingDirectory = directory ?? shell.Directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("SESSION_", StringComparison.Ordinal) || k is "REDIS_URL" or "DATABASE_URL")
            .ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in shell.Variables) start.Environment[name] = value;
        return new(new Process { StartInfo = start });
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_limit);
        return _process.ExitCode;
    }

    /// <summary>Waits until the output contains a text.</summary>
    public async Task UntilItSaysAsync(string text)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!Out.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"It ended without saying \"{text}\":\n{Out}{Error}");
            await look.WaitForNextTickAsync();
        }
    }

    /// <summary>As Ctrl-C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The most memory that it has had, once it is at its end.</summary>
    public async Task<long> PeakMemoryAsync()
    {
        var peak = 0L;
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!_process.HasExited)
        {
            _process.Refresh();
            try
            {
                peak = Math.Max(peak, _process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                break; // it has just ended
            }
            await look.WaitForNextTickAsync();
        }
        return peak;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
