namespace Azu.Sessions.TestSupport;

/// <summary>A way from the server to one node, which can be held, cut, and told about.</summary>
internal sealed class TestBackplane(SharedServer server) : ISessionBackplane
{
    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _held = new();
    private bool _isHeld;

    /// <summary>Everything that was sent on this way.</summary>
    public List<byte[]> Seen { get; } = [];

    public IBackplaneListener? Listener { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Whether messages get lost, and nobody says so.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether the node cannot send echoes, although it can hear.</summary>
    public bool CannotSend { get; set; }

    public ValueTask SubscribeAsync(IBackplaneListener listener, CancellationToken cancellationToken = default)
    {
        Listener = listener;
        server.Subscribe(this);
        return default;
    }

    public ValueTask EchoAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        if (CannotSend) throw new SessionStoreException("The echo was not sent.");
        server.Echo(this, message.ToArray());
        return default;
    }

    public void Deliver(byte[] message)
    {
        lock (_lock)
        {
            if (IsCut || IsDisposed) return;
            Seen.Add(message);
            if (_isHeld) _held.Enqueue(message);
            else Listener!.Receive(message);
        }
    }

    /// <summary>Messages wait from now on.</summary>
    public void Hold()
    {
        lock (_lock) _isHeld = true;
    }

    /// <summary>What waited arrives, in its order.</summary>
    public void Release()
    {
        lock (_lock)
        {
            while (_held.TryDequeue(out var message)) Listener!.Receive(message);
            _isHeld = false;
        }
    }

    public ValueTask DisposeAsync()
    {
        server.Unsubscribe(this);
        lock (_lock) IsDisposed = true;
        return default;
    }
}
