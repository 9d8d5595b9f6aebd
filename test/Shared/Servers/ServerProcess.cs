using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Azu.Sessions.TestSupport;

/// <summary>A server that a test started: killed, stopped and resumed by its process id, never by its name.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const int LinesKept = 50;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that the server wrote.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a program and waits until it is ready.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="isReadyAsync">Asked again and again; an exception means not yet.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready within 30 s; the message has its last lines.</exception>
    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments, Func<Task<bool>> isReadyAsync)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        var server = new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."));
        server.Listen();
        await server.UntilAsync(isReadyAsync);
        return server;
    }

    /// <summary>The path of a program: what the variable names, else what stands on PATH or in one of the given directories.</summary>
    /// <exception cref="InvalidOperationException">It is nowhere; the message says what to install.</exception>
    public static string Find(string name, string variable, string package, params IEnumerable<string> directories)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named) return named;
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path.Concat(directories).Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"The tests need {name}, which is neither on PATH nor in the usual places. Install the package " +
                $"{package}, or let {variable} name it.");
    }

    /// <summary>Ends it at once, as a crash does (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end in good order, and waits for it. One that has ended already is fine.</summary>
    /// <param name="signal">How it is asked.</param>
    /// <exception cref="InvalidOperationException">It could not be asked, and did not end.</exception>
    public async Task StopAsync(string signal = "TERM")
    {
        try
        {
            if (!_process.HasExited) await SignalAsync(signal);
        }
        catch (InvalidOperationException) when (HasEndedSoon())
        {
            // It ended between the look and the signal.
        }
        await _process.WaitForExitAsync().WaitAsync(s_limit);
    }

    /// <summary>Stops it in its tracks (SIGSTOP): connections stay open, nothing answers.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on (SIGCONT).</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        if (!await Signal.SendAsync(signal, _process.Id.ToString(CultureInfo.InvariantCulture)))
            throw new InvalidOperationException($"The server {_process.Id} could not be sent SIG{signal}.");
    }

    // A process that cannot be signalled may be gone without .NET having heard of it yet.
    private bool HasEndedSoon() => _process.WaitForExit(s_soon);

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (_output.Count > LinesKept) _output.TryDequeue(out _);
    }

    private async Task UntilAsync(Func<Task<bool>> isReadyAsync)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var since = Stopwatch.GetTimestamp();
        while (!await AskAsync(isReadyAsync))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(since) > s_limit)
            {
                var what = _process.HasExited ? $"ended with exit code {_process.ExitCode}" : $"was not ready within {s_limit.TotalSeconds} s";
                await DisposeAsync();
                throw new InvalidOperationException($"{_process.StartInfo.FileName} {what}:\n{Output}");
            }

            await look.WaitForNextTickAsync();
        }
    }

    private static async Task<bool> AskAsync(Func<Task<bool>> isReadyAsync)
    {
        try
        {
            return await isReadyAsync();
        }
        catch (Exception)
        {
            return false;
        }
    }
}
