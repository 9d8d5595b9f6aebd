using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Azu.Cli.Tests;

/// <summary>An application that listens, and a browser made of <c>curl</c> and a file of cookies.</summary>
internal sealed class RunningApplication : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TemporaryDirectory _browser = new();
    private readonly int _port;

    private RunningApplication(Process process, int port) => (_process, _port) = (process, port);

    public static async Task<RunningApplication> StartAsync(string program, string environment, params (string Name, string Value)[] variables)
    {
        var port = FreePort.Next();
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        foreach (var (name, value) in variables) start.Environment[name] = value;
        var application = new RunningApplication(new Process { StartInfo = start }, port);
        application.Listen();
        await application.UntilReadyAsync();
        return application;
    }

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{_port}"));

    /// <summary>What <c>curl</c> prints.</summary>
    public Task<string> CurlAsync(params string[] args) =>
        Dotnet.CommandAsync("curl", _browser.Path,
            ["--silent", "--show-error", "--fail", "-c", "jar", "-b", "jar", .. args[..^1],
            string.Create(CultureInfo.InvariantCulture, $"http://localhost:{_port}{args[^1]}")]);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _browser.Dispose();
    }

    private void Listen()
    {
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }

    private async Task UntilReadyAsync()
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            lock (_output)
            {
                if (_output.ToString().Contains("Now listening on", StringComparison.Ordinal)) return;
                Assert.False(_process.HasExited, $"The application ended:\n{_output}");
            }
            await look.WaitForNextTickAsync();
        }
    }
}
