namespace Azu.Sessions.Conformance.Tests;

/// <summary>One node's subscription.</summary>
internal sealed class ReferenceBackplane(ReferenceChannel channel, AnnouncingReferenceStore store) : ISessionBackplane
{
    private IBackplaneListener? _listener;

    public ValueTask SubscribeAsync(IBackplaneListener listener, CancellationToken cancellationToken = default)
    {
        channel.Join(_listener = listener);
        return default;
    }

    public ValueTask EchoAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        lock (store.Data.Lock) store.Echo(_listener!, message.ToArray());
        return default;
    }

    public ValueTask DisposeAsync()
    {
        channel.Leave(_listener!);
        return default;
    }
}
