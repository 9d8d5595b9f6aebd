using System.Net;
using System.Net.Sockets;

namespace Azu.Sessions.TestSupport;

/// <summary>Listens to every command that a Redis carries out, in their order: <c>MONITOR</c>.</summary>
public sealed class RedisMonitor : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private readonly List<string> _commands = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _listening = Task.CompletedTask;

    private RedisMonitor() { }

    public static async Task<RedisMonitor> StartAsync(RedisServer server)
    {
        var monitor = new RedisMonitor();
        await monitor._client.ConnectAsync(IPAddress.Loopback, server.Port);
        await monitor._client.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray());
        monitor._listening = monitor.ListenAsync();
        await monitor._started.Task.WaitAsync(TimeSpan.FromSeconds(10));
        return monitor;
    }

    /// <summary>The commands that clients sent, each with its arguments. What scripts call is not among them, and a quote ends an argument.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Sent()
    {
        lock (_commands)
        {
            // 1700000000.000000 [0 127.0.0.1:5000] "GET" "key" "…"; of a script the address is "lua".
            return [.. _commands.Where(line => !line.Contains(" lua]", StringComparison.Ordinal))
                .Select(line => line.Split('"').Where((_, i) => i % 2 == 1).ToArray()).Where(words => words.Length > 0)];
        }
    }

    /// <summary>How often clients sent a command with this key, by key. What scripts call is not counted.</summary>
    public IReadOnlyDictionary<string, int> Sent(string command) => Sent()
        .Where(words => words.Count > 1 && words[0].Equals(command, StringComparison.OrdinalIgnoreCase)).CountBy(words => words[1]).ToDictionary();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _listening;
    }

    private async Task ListenAsync()
    {
        using var lines = new StreamReader(_client.GetStream());
        try
        {
            while (await lines.ReadLineAsync() is { } line)
            {
                _started.TrySetResult();
                lock (_commands) _commands.Add(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The test has heard enough.
        }
    }
}
