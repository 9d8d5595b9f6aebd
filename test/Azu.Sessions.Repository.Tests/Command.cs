using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>A running process whose output can be waited for. What the surrounding test run set in the environment does not reach it.</summary>
internal sealed class Command : IAsyncDisposable
{
    // Generous: it bounds a hang, it measures nothing. A first build on a slow machine has to fit.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    // What would make the command behave otherwise than for somebody who types it into a new shell.
    private static readonly string[] s_foreignPrefixes = ["ASPNETCORE_", "DOTNET_ENVIRONMENT", "SESSION_", "MSBUILD", "VSTEST", "AZU_"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Command(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Append(e.Data);
        _process.ErrorDataReceived += (_, e) => Append(e.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything it has written so far.</summary>
    public string Output
    {
        get { lock (_gate) return _output.ToString(); }
    }

    public static Command Start(string[] words, string? directory = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = directory ?? RepositoryTree.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var foreign = start.Environment.Keys.Where(k => s_foreignPrefixes.Any(p => k.StartsWith(p, StringComparison.OrdinalIgnoreCase))).ToList();
        foreign.ForEach(name => start.Environment.Remove(name));
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new Command(start);
    }

    /// <summary>A line as it is typed into a shell. <c>exec</c>: the process is the command, and not a shell around it.</summary>
    public static Command StartLine(string line, string? directory = null, params (string Name, string Value)[] environment) =>
        Start(["bash", "-c", "exec " + line], directory, environment);

    /// <summary>Waits until the output matches; fails when the process ends before, or takes longer than any machine needs.</summary>
    public async Task<Match> WaitForAsync(Regex pattern)
    {
        using var patience = new CancellationTokenSource(s_limit);
        while (true)
        {
            var news = Volatile.Read(ref _news).Task;
            var match = pattern.Match(Output);
            if (match.Success) return match;
            Assert.False(_process.HasExited, $"It ended without saying \"{pattern}\":\n{Output}");
            var ended = _process.WaitForExitAsync(patience.Token);
            await Task.WhenAny(news, ended);
            Assert.False(patience.IsCancellationRequested, $"It did not say \"{pattern}\" within {s_limit}:\n{Output}");
        }
    }

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(s_limit);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends it as an orchestrator does, and waits until it is gone.</summary>
    public async Task StopAsync()
    {
        await using var kill = Start(["bash", "-c", $"kill -TERM {_process.Id.ToString(CultureInfo.InvariantCulture)}"]);
        await kill.ExitCodeAsync();
        await ExitCodeAsync();
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Append(string? line)
    {
        if (line is null) return;
        lock (_gate) _output.AppendLine(line);
        Interlocked.Exchange(ref _news, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
