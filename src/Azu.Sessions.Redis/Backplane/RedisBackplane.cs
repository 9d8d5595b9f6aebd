using System.Security.Cryptography;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Announcements by publish and subscribe. They are published by the scripts that write. An echo takes the same road: a script on each server
/// that holds sessions publishes it, so on every lane it comes behind what that server published before. It has come back when all lanes have.
/// <para>
/// The subscription has to be on a primary. A replica hands on what its primary publishes, but not what it missed before it was synchronised
/// anew, and after a fail-over the client goes on listening to the old primary, which is a replica now. So an echo that nobody heard on a primary
/// does not count, and the subscription moves to where the client would make a new one.
/// </para>
/// </summary>
internal sealed class RedisBackplane(RedisCalls calls, RedisKeys keys) : ISessionBackplane
{
    /// <summary>From here on the client runs handlers side by side and in any order, and an echo could overtake an announcement.</summary>
    private const int FirstUnorderedVersion = 2;

    /// <summary>How long a subscription, or its end, is waited for.</summary>
    private static readonly TimeSpan s_subscribed = TimeSpan.FromSeconds(5);

    private readonly string _node = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RedisKeys.NodeLength / 2));
    private readonly RedisServers _servers = new(calls.Connection, keys);
    private readonly SemaphoreSlim _subscribing = new(1);
    private readonly RedisEchoes _echoes = new();
    private readonly ClusterLinks _links = new();
    private readonly Lock _receiving = new();
    private IBackplaneListener? _listener;
    private IConnectionMultiplexer? _multiplexer;

    private RedisChannel Channels => new(keys.Channels(_node), RedisChannel.PatternMode.Pattern);

    public async ValueTask SubscribeAsync(IBackplaneListener listener, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        if (typeof(ISubscriber).Assembly.GetName().Version is { Major: >= FirstUnorderedVersion } version)
            throw new NotSupportedException($"StackExchange.Redis {version} hands out messages in any order, and copies of sessions need them as they came. Use UseRedisStore, or StackExchange.Redis 1.2.6.");
        lock (_receiving) _listener = listener;
        try
        {
            await SubscribedAsync().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is not NotSupportedException && RedisFault.Is(e, cancellationToken))
        {
            // The next echo tries again.
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
        lock (_receiving) _listener = null;
        await UnsubscribeAsync();
    }

    private async Task EchoThroughAllAsync(ReadOnlyMemory<byte> message)
    {
        await SubscribedAsync();
        var (lanes, withSlots) = await _servers.LookAsync();
        var echo = new RedisEcho(message, lanes.Count);
        _echoes.Add(echo);
        var receipts = await Task.WhenAll(lanes.Select((lane, i) => SendAsync(lane, echo.Frame(i))));
        // Before the echo may count: it was sent before this interruption, and so it proves nothing any more.
        if (_links.HaveChanged(receipts)) Volatile.Read(ref _listener)?.Interrupted();
        if (receipts.Sum(r => r.Heard) == 0)
        {
            _echoes.Forget(echo);
            await UnsubscribeAsync();
            throw new SessionStoreException("No primary of Redis has this node among its subscribers. It subscribes again. If this goes on, look whether the connection has a channelPrefix: copies of sessions need one without.");
        }

        if (receipts.All(r => r.WithSlots == withSlots))
        {
            if (_echoes.Approve(echo)) ComeBack(echo);
            return;
        }

        // A server has joined or left, and publishes on a lane that this echo did not take.
        _echoes.Forget(echo);
        await _servers.LookAgainAsync();
        throw new SessionStoreException("The servers of the Redis cluster have changed.");
    }

    private async Task<EchoReceipt> SendAsync(RedisShard lane, byte[] frame) =>
        EchoReceipt.Read(await calls.RunAsync(RedisScripts.Echo, lane.Route, keys.Channel(_node), frame));

    private async Task SubscribedAsync()
    {
        await _subscribing.WaitAsync();
        try
        {
            if (_multiplexer is not null) return;
            var multiplexer = await calls.Connection.MultiplexerAsync();
            EnsureOrder(multiplexer);
            await SubscribeAsync(multiplexer.GetSubscriber());
            multiplexer.ConnectionFailed += OnConnection;
            multiplexer.ConnectionRestored += OnConnection;
            multiplexer.ConfigurationChanged += OnConfiguration;
            lock (_receiving) _multiplexer = multiplexer;
        }
        finally
        {
            _subscribing.Release();
        }
    }

    /// <summary>A client that is stuck may never answer, and must not keep those who come after from another one.</summary>
    private async Task SubscribeAsync(ISubscriber subscriber)
    {
        try
        {
            await subscriber.SubscribeAsync(Channels, OnMessage).WaitAsync(s_subscribed);
        }
        catch
        {
            // Else the client takes it for done when it is asked again.
            _ = subscriber.UnsubscribeAsync(Channels, OnMessage).ContinueWith(static t => t.Exception, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Ends the subscription; the next echo begins another, if there is one.</summary>
    private async Task UnsubscribeAsync()
    {
        IConnectionMultiplexer? multiplexer;
        lock (_receiving)
        {
            (multiplexer, _multiplexer) = (_multiplexer, null);
            _listener?.Interrupted();
        }

        if (multiplexer is null) return;
        multiplexer.ConnectionFailed -= OnConnection;
        multiplexer.ConnectionRestored -= OnConnection;
        multiplexer.ConfigurationChanged -= OnConfiguration;
        try
        {
            await multiplexer.GetSubscriber().UnsubscribeAsync(Channels, OnMessage).WaitAsync(s_subscribed);
        }
        catch (Exception e) when (RedisFault.Is(e, CancellationToken.None))
        {
            // The connection that the subscription was on is gone, and the subscription with it.
        }
    }

    /// <summary>An application may have given up the order for all of its connection. (By its name: later versions, which are refused before, have lost it.)</summary>
    private static void EnsureOrder(IConnectionMultiplexer multiplexer)
    {
        if (typeof(IConnectionMultiplexer).GetProperty("PreserveAsyncOrder")?.GetValue(multiplexer) is false)
            throw new NotSupportedException("The Redis connection has PreserveAsyncOrder = false and hands out messages in any order; copies of sessions need them as they came. Leave it true, or give the sessions a connection of their own.");
    }

    private void OnMessage(RedisChannel channel, RedisValue value)
    {
        var message = (byte[]?)value ?? [];
        lock (_receiving)
        {
            if (channel == keys.Announcements) _listener?.Receive(message);
            else if (_echoes.Complete(message) is { } echo) ComeBack(echo);
        }
    }

    /// <summary>
    /// Hands the echo over behind everything that the thread pool already has in its common queue: an event of the connection that is older than
    /// the echo has begun to run by then.
    /// </summary>
    private void ComeBack(RedisEcho echo) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static back =>
            {
                lock (back.Backplane._receiving) back.Backplane._listener?.Receive(back.Echo.Message);
            },
            (Backplane: this, Echo: echo),
            preferLocal: false);

    private void OnConnection(object? sender, ConnectionFailedEventArgs e)
    {
        if (e.ConnectionType == ConnectionType.Subscription) Volatile.Read(ref _listener)?.Interrupted();
    }

    private void OnConfiguration(object? sender, EndPointEventArgs e) => Volatile.Read(ref _listener)?.Interrupted();
}
