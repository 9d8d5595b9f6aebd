using System.Globalization;

namespace Azu.Sessions.TestSupport;

/// <summary>A Redis of the tests' own, on a free loopback port, that keeps nothing on disk and dies with the tests.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string[] _arguments;
    private ServerProcess? _process;

    private RedisServer(int port, string? password, bool isTls, string[] arguments)
    {
        (Port, Password, IsTls) = (port, password, isTls);
        var text = port.ToString(CultureInfo.InvariantCulture);
        _arguments =
        [
            .. (isTls ? TlsArguments(_directory, text) : ["--port", text]),
            "--bind", "127.0.0.1", "--dir", _directory.Path, "--save", "", "--appendonly", "no", "--logfile", "", "--enable-debug-command", "local",
            .. (password is null ? Array.Empty<string>() : ["--requirepass", password, "--masterauth", password]),
            .. arguments,
        ];
    }

    public int Port { get; }

    public string? Password { get; }

    public bool IsTls { get; }

    public string EndPoint => $"127.0.0.1:{Port}";

    /// <summary>As StackExchange.Redis reads it.</summary>
    public string Configuration => Password is null ? EndPoint : $"{EndPoint},password={Password}";

    public int ProcessId => Process.Id;

    private ServerProcess Process => _process ?? throw new InvalidOperationException("The server is not running.");

    private static string Program => ServerProcess.Find("redis-server", "AZU_TEST_REDIS", "redis-server", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin");

    /// <summary>Starts one, and waits until it answers.</summary>
    /// <param name="password">What it asks for.</param>
    /// <param name="isTls">Whether it speaks TLS only, with a certificate that nobody trusts.</param>
    /// <param name="isCluster">Whether it is to be a part of a cluster.</param>
    /// <param name="arguments">More of its options.</param>
    public static Task<RedisServer> StartAsync(string? password = null, bool isTls = false, bool isCluster = false, params string[] arguments) =>
        FreePort.UseAsync(
        async port =>
        {
            var server = new RedisServer(port, password, isTls, isCluster
                ? ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000", .. arguments]
                : arguments);
            try
            {
                await server.RestartAsync();
                return server;
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        },
        // A part of a cluster listens for the others 10 000 ports higher.
        isCluster ? 10_000 : 0);

    /// <summary>
    /// Starts it again after <see cref="KillAsync"/>, on the same port, with what it kept on disk: nothing, unless its options say otherwise.
    /// </summary>
    /// <param name="arguments">More of its options, this time.</param>
    public async Task RestartAsync(params string[] arguments)
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = await ServerProcess.StartAsync(Program, [.. _arguments, .. arguments], async () => (string?)await AskAsync("PING") == "PONG");
    }

    /// <summary>Sends one command over a connection of its own. Text is Latin-1: a byte is a character.</summary>
    public Task<object?> AskAsync(params string[] command) => RedisWire.AskAsync(Port, Password, IsTls, command);

    /// <summary>One value of <c>INFO</c>.</summary>
    public async Task<string?> InfoAsync(string section, string name)
    {
        var text = (string)(await AskAsync("INFO", section))!;
        return text.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];
    }

    /// <summary>How many commands it has carried out since the last <c>CONFIG RESETSTAT</c>, by name. What scripts call is counted too.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CommandsAsync()
    {
        var text = (string)(await AskAsync("INFO", "commandstats"))!;
        return text.Split("\r\n").Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal)).ToDictionary(
            line => line["cmdstat_".Length..line.IndexOf(':', StringComparison.Ordinal)],
            line => long.Parse(line[(line.IndexOf("calls=", StringComparison.Ordinal) + 6)..line.IndexOf(',', StringComparison.Ordinal)],
                CultureInfo.InvariantCulture));
    }

    /// <summary>As a crash does.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Connections stay open, nothing answers.</summary>
    public Task PauseAsync() => Process.PauseAsync();

    public Task ResumeAsync() => Process.ResumeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _directory.Dispose();
    }

    private static string[] TlsArguments(TemporaryDirectory directory, string port)
    {
        var (certificate, key) = (directory.File("server.crt"), directory.File("server.key"));
        ServerCertificate.Write(certificate, key);
        return ["--port", "0", "--tls-port", port, "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate,
            "--tls-auth-clients", "no"];
    }
}
