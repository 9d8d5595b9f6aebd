using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Replaces a client that does not find back to a server. StackExchange.Redis 1.2.6 reconnects by itself; but a connection that breaks while it is
/// being established can leave it waiting for good, and it may even call itself connected (observed once in some 600 breaks: 90 s later it still
/// sent nothing). Then no request of this process reaches the server, though every new client would. So after a break the servers are asked through
/// the client; and where none answers, through a new client, which takes the place of the old one if that is answered.
/// </summary>
/// <param name="connect">Makes another client.</param>
/// <param name="replace">Puts another client in the place of the one that is watched. False: nobody needs it any more.</param>
/// <param name="log">Is told of it.</param>
internal sealed class ReconnectionWatch(Func<Task<IConnectionMultiplexer>> connect, Func<IConnectionMultiplexer, bool> replace, ILogger log) : IDisposable
{
    /// <summary>How long a client has to reconnect by itself, and how often it is looked at meanwhile.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>What a server that is well answers in.</summary>
    private static readonly TimeSpan s_answered = TimeSpan.FromSeconds(1);

    /// <summary>A new client can be left waiting as well as an old one.</summary>
    private static readonly TimeSpan s_connected = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private IConnectionMultiplexer? _client;
    private int _breaks;
    private bool _isWatching;

    /// <summary>Looks after a client from here on, and after no other.</summary>
    public void Begin(IConnectionMultiplexer client)
    {
        lock (_lock) _client = client;
        client.ConnectionFailed += (_, _) => NoteBreak(client);
        // What broke before is not told.
        NoteBreak(client);
    }

    public void Dispose() => _closing.Cancel();

    private void NoteBreak(IConnectionMultiplexer client)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(client, _client) || _closing.IsCancellationRequested) return;
            _breaks++;
            if (_isWatching) return;
            _isWatching = true;
        }

        _ = WatchAsync();
    }

    private async Task WatchAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var (client, breaks) = (_client!, Volatile.Read(ref _breaks));
                await Task.Delay(s_patience, _closing.Token);
                var isWell = await IsWellAsync(client);
                lock (_lock)
                {
                    if (!isWell || breaks != _breaks) continue;
                    _isWatching = false;
                    return;
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Whatever a client that is broken, or being closed, throws: the next look is another one.
            }
        }
    }

    /// <summary>Whether all is well: with this client, or with another in its place.</summary>
    private async Task<bool> IsWellAsync(IConnectionMultiplexer client)
    {
        var silent = await SilentAsync(client);
        if (silent.Count == 0) return true;
        if (!await MayHelpAsync(client, silent)) return false;

        var connecting = connect();
        var isTaken = false;
        try
        {
            var other = await connecting.WaitAsync(s_connected, _closing.Token);
            // What the present client does not reach by now, and nothing that it reaches, may have cost it its place.
            var silentToOther = await SilentAsync(other);
            silent = await SilentAsync(client);
            isTaken = silentToOther.IsProperSubsetOf(silent) && replace(other);
            if (!isTaken) return silent.Count == 0;
            // What is under way on connections that are well is brought to its end.
            Abandon(Task.Delay(s_patience).ContinueWith(_ => client, TaskScheduler.Default));
            Begin(other);
        }
        finally
        {
            if (!isTaken) Abandon(connecting);
        }

        log.ClientReplaced(client.ClientName);
        return true;
    }

    /// <summary>Whether a new client could do better: not where the servers themselves are away.</summary>
    private async Task<bool> MayHelpAsync(IConnectionMultiplexer client, HashSet<EndPoint> silent)
    {
        foreach (var server in silent)
        {
            if (server is not Subscriptions && await IsReachableAsync(server)) return true;
        }

        return silent.Contains(Subscriptions.All) && client.GetEndPoints().Any(server => !silent.Contains(server));
    }

    /// <summary>Who does not answer through a client.</summary>
    private static async Task<HashSet<EndPoint>> SilentAsync(IConnectionMultiplexer client)
    {
        var servers = client.GetEndPoints();
        // With which server its subscriptions are asked about, the client decides, and takes one after the other.
        EndPoint[] asked = [.. servers, .. servers.Select(_ => Subscriptions.All)];
        var areAnswered = await Task.WhenAll(asked.Select(server => IsAnsweredAsync(client, server)));
        return [.. asked.Where((_, i) => !areAnswered[i])];
    }

    private static async Task<bool> IsAnsweredAsync(IConnectionMultiplexer client, EndPoint server)
    {
        try
        {
            var asking = server is Subscriptions ? client.GetSubscriber().PingAsync() : client.GetServer(server).PingAsync();
            _ = asking.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            await asking.WaitAsync(s_answered);
            return true;
        }
        catch (Exception e) when (e is RedisServerException or RedisCommandException or NotSupportedException)
        {
            return true; // a refusal is an answer, and who cannot be asked is not silent
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    private async Task<bool> IsReachableAsync(EndPoint server)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        late.CancelAfter(s_answered);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server, late.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Closes a client as soon as there is one. Elsewhere: one that is stuck may take its time for it.</summary>
    private static void Abandon(Task<IConnectionMultiplexer> client) => _ = CloseAsync(client);

    private static async Task CloseAsync(Task<IConnectionMultiplexer> client)
    {
        try
        {
            (await client.ConfigureAwait(ConfigureAwaitOptions.ForceYielding)).Dispose();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // There never was one, or what is left of it cannot be closed.
        }
    }

    /// <summary>Stands among the servers for the connections that subscriptions are on.</summary>
    private sealed class Subscriptions : EndPoint
    {
        public static readonly Subscriptions All = new();
    }
}
