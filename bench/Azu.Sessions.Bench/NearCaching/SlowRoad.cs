using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Azu.Sessions.Bench;

/// <summary>
/// The way to a server that is farther away: what a client sends arrives later. Threads of its own wait, so that a busy thread pool adds nothing.
/// </summary>
internal sealed class SlowRoad : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly int _serverPort;
    private readonly TimeSpan _delay;

    public SlowRoad(int serverPort, TimeSpan delay)
    {
        (_serverPort, _delay) = (serverPort, delay);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Begin(Accept);
    }

    public int Port { get; }

    public void Dispose()
    {
        _listener.Stop();
        foreach (var client in _clients) client.Dispose();
    }

    private void Accept()
    {
        while (true)
        {
            var (client, server) = (_listener.AcceptTcpClient(), new TcpClient { NoDelay = true });
            client.NoDelay = true;
            _clients.Add(client);
            _clients.Add(server);
            server.Connect(IPAddress.Loopback, _serverPort);
            var waiting = new BlockingCollection<(byte[] Bytes, long SentAt)>();
            Begin(() => Receive(client.Client, bytes => waiting.Add((bytes, Stopwatch.GetTimestamp()))));
            Begin(() => Deliver(waiting, server.Client));
            Begin(() => Receive(server.Client, bytes => client.Client.Send(bytes)));
        }
    }

    private static void Receive(Socket from, Action<byte[]> take)
    {
        var buffer = new byte[64 * 1024];
        while (from.Receive(buffer) is > 0 and var read) take(buffer[..read]);
    }

    /// <summary>Each chunk is late by the delay, also where several are on their way.</summary>
    private void Deliver(BlockingCollection<(byte[] Bytes, long SentAt)> waiting, Socket to)
    {
        foreach (var (bytes, sentAt) in waiting.GetConsumingEnumerable())
        {
            // Whole milliseconds: Thread.Sleep drops what is less.
            if (_delay - Stopwatch.GetElapsedTime(sentAt) is var early && early > TimeSpan.Zero) Thread.Sleep((int)Math.Ceiling(early.TotalMilliseconds));
            to.Send(bytes);
        }
    }

    private static void Begin(Action action) => new Thread(() => RunUntilClosed(action)) { IsBackground = true }.Start();

    private static void RunUntilClosed(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has gone.
        }
    }
}
