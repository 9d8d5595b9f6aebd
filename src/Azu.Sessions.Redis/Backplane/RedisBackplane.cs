using System.Security.Cryptography;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Announcements by publish and subscribe. They are published by the scripts that write. An echo takes the same road: a script on each server
/// that holds sessions publishes it, so on every lane it comes behind what that server published before. It has come back when all lanes have.
/// <para>
/// The subscription has to be on a primary. A replica hands on what its primary publishes, but not what it missed before it was synchronised
/// anew, and after a fail-over the client goes on listening to the old primary, which is a replica now. So an echo that no node heard on a primary
/// does not count, and the subscription moves to where the client would make a new one.
/// </para>
/// </summary>
internal sealed class RedisBackplane(RedisCalls calls, RedisKeys keys, TimeProvider time) : ISessionBackplane
{
    /// <summary>How long a subscription, or its end, is waited for.</summary>
    private static readonly TimeSpan s_subscribed = TimeSpan.FromSeconds(5);

    /// <summary>Between a subscription that failed and the next attempt.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private readonly string _node = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RedisKeys.NodeLength / 2));
    private readonly RedisServers _servers = new(calls.Connection, keys);
    private readonly SemaphoreSlim _subscribing = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly RedisEchoes _echoes = new();
    private readonly BusLinks _links = new();
    private readonly Lock _receiving = new();
    private readonly RedisChannel _announcements = keys.AnnouncementChannel;
    private IBackplaneListener? _listener;
    private IConnectionMultiplexer? _multiplexer;
    private ChannelMessageQueue? _queue;
    private SubscriptionRoute _road;

    private RedisChannel Channels => RedisChannel.Pattern(keys.Channels(_node));

    public async ValueTask SubscribeAsync(IBackplaneListener listener, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        lock (_receiving) _listener = listener;
        try
        {
            await SubscribedAsync().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            _ = SubscribeLaterAsync();
        }
    }

    public async ValueTask EchoAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await EchoThroughAllAsync(message).WaitAsync(cancellationToken);
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, "take an echo");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        lock (_receiving) _listener = null;
        await UnsubscribeAsync();
    }

    /// <summary>An echo would try again too, and a node without a lease sends none.</summary>
    private async Task SubscribeLaterAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            await Task.Delay(s_pause, time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await SubscribedAsync();
                return;
            }
            catch (Exception e) when (RedisFault.Is(e, CancellationToken.None))
            {
                // The store says in the log that Redis cannot be reached.
            }
        }
    }

    private async Task EchoThroughAllAsync(ReadOnlyMemory<byte> message)
    {
        await SubscribedAsync();
        var lanes = await _servers.AllAsync();
        var echo = new RedisEcho(message, lanes.Count);
        _echoes.Add(echo);
        var receipts = await Task.WhenAll(lanes.Select((lane, i) => SendAsync(lane, echo.Frame(i))));
        // Before the echo may count: it was sent before this interruption, and so it proves nothing any more.
        if (_links.HaveChanged(receipts)) Volatile.Read(ref _listener)?.Interrupted();
        if (receipts.Sum(r => r.Heard) == 0)
        {
            _echoes.Forget(echo);
            await UnsubscribeAsync();
            throw new SessionStoreException("No primary of Redis has this node among its subscribers. It subscribes again. If this goes on, look whether " +
                "the connection has a channelPrefix: copies of sessions need one without.");
        }

        if (receipts.All(r => r.WithSlots == lanes.Count))
        {
            lock (_receiving)
            {
                if (_echoes.Approve(echo)) ComeBack(echo);
            }

            return;
        }

        // A server has joined or left, and publishes on a lane that this echo did not take.
        _echoes.Forget(echo);
        await _servers.LookAgainAsync();
        throw new SessionStoreException("The servers of the Redis cluster have changed.");
    }

    private async Task<EchoReceipt> SendAsync(RedisShard lane, byte[] frame) =>
        EchoReceipt.Read(await lane.RunAsync(RedisScripts.Echo, keys.Channel(_node), frame));

    private async Task SubscribedAsync()
    {
        await _subscribing.WaitAsync();
        try
        {
            if (_multiplexer is not null || _end.IsCancellationRequested) return;
            var multiplexer = await calls.Connection.MultiplexerAsync();
            var queue = await SubscribeAsync(multiplexer.GetSubscriber());
            multiplexer.ConnectionFailed += OnConnection;
            multiplexer.ConnectionRestored += OnConnection;
            multiplexer.ConfigurationChanged += OnConfiguration;
            lock (_receiving) (_multiplexer, _queue, _road) = (multiplexer, queue, SubscriptionRoute.Of(multiplexer, Channels));
            queue.OnMessage(Receive);
            // Disposed while it subscribed.
            if (_end.IsCancellationRequested) await UnsubscribeAsync();
        }
        finally
        {
            _subscribing.Release();
        }
    }

    /// <summary>A queue hands out messages one after the other, in the order in which they came.</summary>
    private async Task<ChannelMessageQueue> SubscribeAsync(ISubscriber subscriber)
    {
        var subscribing = subscriber.SubscribeAsync(Channels);
        try
        {
            return await subscribing.WaitAsync(s_subscribed);
        }
        catch
        {
            // The client keeps the queue of a subscription that failed, and would fill it without end: nothing reads it. No other has this pattern.
            _ = subscribing.ContinueWith(static t => t.Exception, TaskScheduler.Default);
            _ = subscriber.UnsubscribeAsync(Channels).ContinueWith(static t => t.Exception, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Ends the subscription; the next echo begins another, if there is one.</summary>
    private async Task UnsubscribeAsync()
    {
        IConnectionMultiplexer? multiplexer;
        ChannelMessageQueue? queue;
        lock (_receiving)
        {
            (multiplexer, _multiplexer) = (_multiplexer, null);
            (queue, _queue) = (_queue, null);
            _listener?.Interrupted();
        }

        if (multiplexer is null || queue is null) return;
        multiplexer.ConnectionFailed -= OnConnection;
        multiplexer.ConnectionRestored -= OnConnection;
        multiplexer.ConfigurationChanged -= OnConfiguration;
        try
        {
            await queue.UnsubscribeAsync().WaitAsync(s_subscribed);
        }
        catch (Exception e) when (RedisFault.Is(e, CancellationToken.None))
        {
            // The connection that the subscription was on is gone, and the subscription with it.
        }
    }

    private void Receive(ChannelMessage heard)
    {
        var message = (byte[]?)heard.Message ?? [];
        lock (_receiving)
        {
            if (heard.Channel == _announcements) _listener?.Receive(message);
            else if (_echoes.Complete(message) is { } echo) ComeBack(echo);
        }
    }

    /// <summary>
    /// An echo that came over another connection than the one before proves nothing of what the old one lost. The events of the client say the same,
    /// and may say it later than the echo comes. The caller holds the lock.
    /// </summary>
    private void ComeBack(RedisEcho echo)
    {
        if (_multiplexer is not { } multiplexer) return;
        var before = _road;
        _road = SubscriptionRoute.Of(multiplexer, Channels);
        if (_road != before) _listener?.Interrupted();
        _listener?.Receive(echo.Message);
    }

    /// <summary>Whichever connection it was: with RESP3 the subscription is on the one that commands take.</summary>
    private void OnConnection(object? sender, ConnectionFailedEventArgs e) => Volatile.Read(ref _listener)?.Interrupted();

    private void OnConfiguration(object? sender, EndPointEventArgs e) => Volatile.Read(ref _listener)?.Interrupted();
}
