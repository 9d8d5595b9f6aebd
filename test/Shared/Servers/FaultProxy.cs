using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Azu.Sessions.TestSupport;

/// <summary>
/// Stands between a client and a server on this machine, and disturbs what passes as a test says: late, lost, cut, or one command held back while
/// others go on over other connections. Settings count from the next bytes on.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _connections = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly int _serverPort;
    private readonly Task _accepting;

    public FaultProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public int Port { get; }

    /// <summary>How much later everything arrives, in both directions.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Connections stay open, and nothing arrives any more; what was sent meanwhile is lost.</summary>
    public bool SwallowsRequests { get; set; }

    /// <summary>The server gets what clients send, and does it; the answers are lost.</summary>
    public bool SwallowsReplies { get; set; }

    /// <summary>New connections are closed at once.</summary>
    public bool RefusesConnections { get; set; }

    /// <summary>After how many bytes of a chunk of a reply the connection is cut; null: never.</summary>
    public int? CutsRepliesAfter { get; set; }

    /// <summary>How many connections are open.</summary>
    public int OpenConnections => _connections.Count;

    internal HeldCommand? Held { get; private set; }

    internal HeldCommand? HeldReply { get; private set; }

    /// <summary>The next bytes from a client that contain this text wait, and everything behind them on their connection, until they are released.</summary>
    public HeldCommand Hold(string text) => Held = new(text, () => Held = null);

    /// <summary>The same for the next bytes from the server that contain this text.</summary>
    public HeldCommand HoldReply(string text) => HeldReply = new(text, () => HeldReply = null);

    /// <summary>Resets every connection.</summary>
    public void CutAll()
    {
        foreach (var connection in _connections.Keys) connection.Cut();
    }

    /// <summary>Lets everything pass again. Connections that lost something are cut: TCP loses nothing in the middle of a connection that lives.</summary>
    public void Heal()
    {
        foreach (var connection in _connections.Keys.Where(c => c.HasLost)) connection.Cut();
        (Delay, SwallowsRequests, SwallowsReplies, RefusesConnections, CutsRepliesAfter) = (TimeSpan.Zero, false, false, false, null);
        Held?.Release();
        HeldReply?.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        Heal();
        CutAll();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_closing.Token);
            }
            catch (SocketException) when (!_closing.IsCancellationRequested)
            {
                continue; // whoever wanted to connect has given up
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            if (RefusesConnections) client.Dispose();
            else _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _closing.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            server.Dispose();
            client.Dispose();
            return;
        }

        var connection = new ProxiedConnection(this, client, server);
        _connections[connection] = true;
        await connection.RunAsync();
        _connections.TryRemove(connection, out _);
    }
}
