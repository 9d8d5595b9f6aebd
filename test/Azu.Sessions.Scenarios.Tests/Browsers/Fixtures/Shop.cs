using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Azu.Sessions.Scenarios.Tests.Browsers;

/// <summary>The sample shop, running as a process of its own on a free port, as somebody who tries it would run it.</summary>
public partial class Shop : IAsyncLifetime
{
    // Generous: it bounds a hang, it measures nothing.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    public string Address { get; private set; } = "";

    /// <summary>What it has logged so far.</summary>
    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    /// <summary>Configuration of this shop alone.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet", [ShopFiles.Assembly])
        {
            UseShellExecute = false,
            WorkingDirectory = ShopFiles.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k =>
            k.StartsWith("SESSION_", StringComparison.Ordinal)
            || k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Azu.Sessions"] = "Trace"; // everything that the library ever says
        foreach (var (name, value) in Settings) start.Environment[name] = value;

        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Note(e.Data);
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The shop ended:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // Browsers treat localhost as the safe place that it is, whatever the port.
        Address = (await _address.Task.WaitAsync(s_limit)).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (Listening().Match(line) is { Success: true } match) _address.TrySetResult(match.Groups["url"].Value);
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
