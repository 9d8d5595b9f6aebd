using System.Net.Sockets;
using System.Threading.Channels;

namespace Azu.Sessions.TestSupport;

/// <summary>One connection through a <see cref="FaultProxy"/>.</summary>
internal sealed class ProxiedConnection(FaultProxy proxy, TcpClient client, TcpClient server)
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>Whether bytes that one side sent have not reached the other, and never will.</summary>
    public bool HasLost { get; private set; }

    public async Task RunAsync()
    {
        (client.NoDelay, server.NoDelay) = (true, true);
        await Task.WhenAny(CopyAsync(client.Client, server.Client, isReply: false), CopyAsync(server.Client, client.Client, isReply: true));
        Cut();
    }

    /// <summary>Resets both sides.</summary>
    public void Cut()
    {
        client.Client.Close(timeout: 0);
        server.Client.Close(timeout: 0);
    }

    private async Task CopyAsync(Socket from, Socket to, bool isReply)
    {
        var chunks = Channel.CreateUnbounded<(byte[] Bytes, long Due)>();
        var sending = SendAsync(to, chunks.Reader);
        try
        {
            var buffer = new byte[ChunkSize];
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                // What comes behind a loss is lost too.
                if (HasLost || (isReply ? proxy.SwallowsReplies : proxy.SwallowsRequests))
                {
                    HasLost = true;
                    continue;
                }

                if ((isReply ? proxy.HeldReply : proxy.Held) is { } held) await held.PassAsync(buffer.AsMemory(0, read));
                if (isReply && proxy.CutsRepliesAfter is { } limit && read > limit)
                {
                    await to.SendAsync(buffer.AsMemory(0, limit));
                    return;
                }

                chunks.Writer.TryWrite((buffer[..read], Environment.TickCount64 + (long)proxy.Delay.TotalMilliseconds));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side is gone, so the other goes too.
        }
        finally
        {
            chunks.Writer.Complete();
            await sending;
        }
    }

    /// <summary>Sends each chunk when it is due, so that a delay makes everything late and nothing slower.</summary>
    private static async Task SendAsync(Socket to, ChannelReader<(byte[] Bytes, long Due)> chunks)
    {
        try
        {
            await foreach (var (bytes, due) in chunks.ReadAllAsync())
            {
                var early = due - Environment.TickCount64;
                if (early > 0) await Task.Delay(TimeSpan.FromMilliseconds(early));
                await to.SendAsync(bytes);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // As above.
        }
    }
}
