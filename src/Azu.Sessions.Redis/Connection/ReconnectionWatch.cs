using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Replaces a client that does not find back to a server. StackExchange.Redis 1.2.6 reconnects by itself; but a connection that breaks while it is
/// being established can leave it waiting for good, and mostly it even calls itself connected (observed once in some 600 breaks: 90 s later it still
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
        if (client.GetEndPoints().Any(server => !client.GetServer(server).IsConnected)) NoteBreak(client);
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
        try
        {
            while (await LookAsync()) { }
        }
        catch (OperationCanceledException)
        {
            // There is nothing left to look after.
        }
    }

    /// <summary>Looks once, a while after the last break. False: all is well.</summary>
    private async Task<bool> LookAsync()
    {
        var (client, breaks) = (_client!, Volatile.Read(ref _breaks));
        await Task.Delay(s_patience, _closing.Token);
        var silent = await SilentAsync(client);
        if (silent.Count > 0)
        {
            if (await SuccessorAsync(silent) is { } successor) Replace(client, successor);
            return true;
        }

        lock (_lock) return _isWatching = breaks != _breaks;
    }

    private void Replace(IConnectionMultiplexer client, IConnectionMultiplexer successor)
    {
        if (!replace(successor))
        {
            Abandon(Task.FromResult(successor));
            return;
        }

        log.ClientReplaced(client.ClientName);
        Begin(successor);
        // What is under way on connections that are well is brought to its end.
        Abandon(Task.Delay(s_patience).ContinueWith(_ => client, TaskScheduler.Default));
    }

    /// <summary>A client that is answered where the present one is not; null: there is none.</summary>
    private async Task<IConnectionMultiplexer?> SuccessorAsync(IReadOnlyCollection<EndPoint?> silent)
    {
        var reachable = new List<EndPoint?>();
        foreach (var server in silent)
        {
            if (server is null || await IsReachableAsync(server)) reachable.Add(server);
        }

        if (reachable.Count == 0) return null;
        var connecting = connect();
        var isBetter = false;
        try
        {
            var other = await connecting.WaitAsync(s_connected, _closing.Token);
            foreach (var server in reachable) isBetter |= await IsAnsweredAsync(other, server);
            return isBetter ? other : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return null; // the next look makes another one
        }
        finally
        {
            if (!isBetter) Abandon(connecting);
        }
    }

    /// <summary>The servers that do not answer; or null among them, where they do and the connection for subscriptions does not.</summary>
    private static async Task<IReadOnlyCollection<EndPoint?>> SilentAsync(IConnectionMultiplexer client)
    {
        var servers = client.GetEndPoints();
        var areAnswered = await Task.WhenAll(servers.Select(server => IsAnsweredAsync(client, server)));
        EndPoint?[] silent = [.. servers.Where((_, i) => !areAnswered[i])];
        return silent.Length > 0 || await IsAnsweredAsync(client, null) ? silent : [null];
    }

    /// <summary>Whether a server answers through a client; null: whoever has its subscriptions.</summary>
    private static async Task<bool> IsAnsweredAsync(IConnectionMultiplexer client, EndPoint? server)
    {
        try
        {
            var asking = server is null ? client.GetSubscriber().PingAsync() : client.GetServer(server).PingAsync();
            _ = asking.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            await asking.WaitAsync(s_answered);
            return true;
        }
        catch (RedisServerException)
        {
            return true; // a refusal is an answer
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
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, late.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Closes a client as soon as there is one. Elsewhere: one that is stuck may take its time for it.</summary>
    private static void Abandon(Task<IConnectionMultiplexer> client) =>
        _ = client.ContinueWith(static t => { if (t.IsCompletedSuccessfully) t.Result.Dispose(); else _ = t.Exception; }, TaskScheduler.Default);
}
