using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Azu.Sessions.TestSupport;

/// <summary>
/// Does what PgBouncer does with <c>pool_mode = transaction</c>: many clients share one connection to PostgreSQL, each for the time of a transaction.
/// Like there, a client is told a process that is none, and what the server sends between two transactions is thrown away.
/// </summary>
public sealed class TransactionPooler : IAsyncDisposable
{
    private const byte Ready = (byte)'Z', Key = (byte)'K', Query = (byte)'Q', Sync = (byte)'S', Terminate = (byte)'X';
    private const byte Idle = (byte)'I';

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TcpClient _server = new() { NoDelay = true };
    private readonly int _serverPort;
    private readonly List<byte> _welcome = [];
    private readonly Task _accepting;

    public TransactionPooler(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        _server.Dispose();
        _closing.Dispose();
        _turn.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is closing.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                var (from, to) = (client.GetStream(), _server);
                // The first message has no type. What asks for encryption is refused with one letter, and asks again without.
                var startup = await ReadAsync(from, hasType: false);
                while (startup.Length == 8)
                {
                    await from.WriteAsync("N"u8.ToArray(), _closing.Token);
                    startup = await ReadAsync(from, hasType: false);
                }
                await WelcomeAsync(from, startup);
                while (await TransactAsync(from, to))
                {
                    // One transaction after the other.
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone.
        }
    }

    private async Task WelcomeAsync(NetworkStream client, byte[] startup)
    {
        await _turn.WaitAsync(_closing.Token);
        try
        {
            if (_welcome.Count == 0)
            {
                await _server.ConnectAsync(IPAddress.Loopback, _serverPort, _closing.Token);
                await _server.GetStream().WriteAsync(startup, _closing.Token);
                while (await ReadAsync(_server.GetStream()) is var message)
                {
                    if (message[0] == Key) BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(5), 7);
                    _welcome.AddRange(message);
                    if (message[0] == Ready) break;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
        await client.WriteAsync(_welcome.ToArray(), _closing.Token);
    }

    /// <summary>Takes a client's messages to the server, and the answers back, until the server says that the transaction is over.</summary>
    private async Task<bool> TransactAsync(NetworkStream client, TcpClient server)
    {
        var message = await ReadAsync(client);
        if (message[0] == Terminate) return false;
        await _turn.WaitAsync(_closing.Token);
        try
        {
            // Notifications that came for nobody.
            while (server.Available > 0) await ReadAsync(server.GetStream());
            while (true)
            {
                await server.GetStream().WriteAsync(message, _closing.Token);
                while (message[0] is not (Query or Sync)) await server.GetStream().WriteAsync(message = await ReadAsync(client), _closing.Token);
                byte[] answer;
                do await client.WriteAsync(answer = await ReadAsync(server.GetStream()), _closing.Token);
                while (answer[0] != Ready);
                if (answer[^1] == Idle) return true;
                message = await ReadAsync(client);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream, bool hasType = true)
    {
        var head = new byte[hasType ? 5 : 4];
        await stream.ReadExactlyAsync(head, _closing.Token);
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(head.Length - 4)) - 4;
        var message = new byte[head.Length + length];
        head.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(head.Length), _closing.Token);
        return message;
    }
}
