using System.Diagnostics;
using System.Globalization;

namespace Azu.Sessions.TestSupport;

/// <summary>
/// A PostgreSQL of our own, in a temporary directory, on a free loopback port, without a unix socket. PostgreSQL refuses to run as root, so root becomes
/// somebody else for it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Variable = "AZU_TEST_POSTGRES";
    private const string Nobody = "65534"; // the one user, besides root, that every system has

    /// <summary>An empty database, made once for the whole run: to copy it costs a tenth of what it takes to make one.</summary>
    private static readonly Lazy<Task<string>> s_template = new(MakeTemplateAsync);

    private readonly TemporaryDirectory _directory;
    private readonly string _programs;
    private readonly string[] _settings;
    private ServerProcess? _process;

    private PostgresServer(TemporaryDirectory directory, string[] settings)
    {
        (_directory, _settings) = (directory, [.. settings.SelectMany(setting => (string[])["-c", setting])]);
        var postgres = ServerProcess.Find("postgres", Variable, "postgresql", Installed());
        // A link on PATH leads to where the other programs are.
        _programs = Path.GetDirectoryName(File.ResolveLinkTarget(postgres, returnFinalTarget: true)?.FullName ?? postgres)!;
    }

    public int Port { get; private set; }

    /// <summary>For Npgsql; everybody on this machine is let in.</summary>
    public string Connection => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=azu;Database=postgres");

    public string Url => string.Create(CultureInfo.InvariantCulture, $"postgresql://azu@127.0.0.1:{Port}/postgres");

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasExited => _process!.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string Output => _process?.Output ?? "";

    /// <summary>Starts an empty one.</summary>
    /// <param name="settings">More of its settings: <c>name=value</c>.</param>
    public static Task<PostgresServer> StartAsync(params string[] settings) => StartAsync(new TemporaryDirectory(), settings);

    /// <summary>Starts an empty one in a directory, which goes with it.</summary>
    /// <param name="directory">Where its data are.</param>
    /// <param name="settings">More of its settings: <c>name=value</c>.</param>
    public static Task<PostgresServer> StartAsync(TemporaryDirectory directory, params string[] settings) => StartAsync(
        new(directory, settings), async server => await RunAsync("cp", ["--archive", await s_template.Value, server.Data]));

    /// <summary>Starts a standby of this one, which follows it until <see cref="PromoteAsync"/>.</summary>
    public Task<PostgresServer> StartStandbyAsync() => StartAsync(
        new(new TemporaryDirectory(), []),
        server => RunAsync(server.As(
            "pg_basebackup", "--pgdata", server.Data, "--host=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--port={Port}"), "--username=azu",
            "--write-recovery-conf", "--checkpoint=fast", "--no-sync")));

    /// <summary>Has a standby become a primary, and waits until it is.</summary>
    public Task PromoteAsync() => RunAsync(As("pg_ctl", "promote", "--wait", "--pgdata", Data));

    /// <summary>Starts it again after <see cref="KillAsync"/> or <see cref="StopAsync"/>, on the same port and with the same data.</summary>
    public async Task RestartAsync()
    {
        // What a killed one leaves behind; its processes are gone.
        File.Delete(Path.Combine(Data, "postmaster.pid"));
        if (_process is not null) await _process.DisposeAsync();
        var (program, arguments) = As(
            "postgres", "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            // What a killed process has written survives without it; only a power failure would tell.
            "-c", "fsync=off",
            "-c", "max_connections=300", "-c", "shared_preload_libraries=pg_stat_statements", "-c", "pg_stat_statements.track=all");
        arguments = [.. arguments, .. _settings];
        _process = await ServerProcess.StartAsync(program, arguments, IsReadyAsync);
    }

    /// <summary>Ends it at once, with all its connections (SIGKILL).</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Ends it as an administrator does who does not wait: connections are told and cut (SIGINT).</summary>
    public Task StopAsync() => _process!.StopAsync("INT");

    /// <summary>Stops it and all its connections in their tracks (SIGSTOP): nothing answers, nothing is cut.</summary>
    public async Task PauseAsync()
    {
        // First, so that it starts no more processes for connections.
        await _process!.PauseAsync();
        await SignalConnectionsAsync("STOP");
    }

    /// <summary>Lets it go on (SIGCONT).</summary>
    public async Task ResumeAsync()
    {
        await SignalConnectionsAsync("CONT");
        await _process!.ResumeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _directory.Dispose();
    }

    private static async Task<PostgresServer> StartAsync(PostgresServer server, Func<PostgresServer, Task> createAsync)
    {
        try
        {
            if (IsRoot) await RunAsync("chown", [Nobody, server._directory.Path]);
            await createAsync(server);
            return await FreePort.UseAsync(async port =>
            {
                server.Port = port;
                await server.RestartAsync();
                return server;
            });
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var directory = new TemporaryDirectory();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        if (IsRoot) await RunAsync("chown", [Nobody, directory.Path]);
        var server = new PostgresServer(directory, []);
        // Small files of the log: there are a few of them, however little is written.
        await RunAsync(server.As("initdb", "--pgdata", server.Data, "--username=azu", "--auth=trust", "--encoding=UTF8", "--locale=C", "--wal-segsize=1",
            "--no-sync", "--no-instructions"));
        return server.Data;
    }

    private static bool IsRoot => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows();

    private string Data => _directory.File("data");

    private static IEnumerable<string> Installed() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d.Length).ThenByDescending(d => d, StringComparer.Ordinal)
            .Select(d => Path.Combine(d, "bin"))
        : [];

    private (string Program, string[] Arguments) As(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return IsRoot ? ("setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", path, .. arguments]) : (path, arguments);
    }

    private async Task<bool> IsReadyAsync()
    {
        using var ask = Process.Start(new ProcessStartInfo(
            Path.Combine(_programs, "pg_isready"), ["--quiet", "--host=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--port={Port}")]))!;
        await ask.WaitForExitAsync();
        return ask.ExitCode == 0;
    }

    private async Task SignalConnectionsAsync(string signal)
    {
        var server = _process!.Id.ToString(CultureInfo.InvariantCulture);
        // Each connection has a process of its own. The fourth field of stat is the parent; the second, the name in parentheses, may hold anything.
        var children = Directory.GetDirectories("/proc").Select(d => Path.GetFileName(d)).Where(id => id.All(char.IsAsciiDigit) && ParentOf(id) == server);
        // One that has just ended is missed by no test.
        await Signal.SendAsync(signal, children);
    }

    private static string? ParentOf(string id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
        }
        catch (IOException)
        {
            return null; // it has just ended
        }
    }

    private static Task RunAsync((string Program, string[] Arguments) command) => RunAsync(command.Program, command.Arguments);

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/"
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code " +
            $"{process.ExitCode}:\n{string.Concat(output)}");
    }
}
