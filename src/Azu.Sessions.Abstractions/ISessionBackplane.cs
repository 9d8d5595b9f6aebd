namespace Azu.Sessions;

/// <summary>
/// Brings the announcements of an <see cref="IAnnouncingStore"/> to this node, whichever node's write made them; its own come too.
/// <para>
/// <b>Echoes come behind announcements.</b> When an echo comes back, every announcement that any server of the
/// store published before <see cref="EchoAsync"/> was called has been given to the listener, or
/// <see cref="IBackplaneListener.Interrupted"/> was called after that announcement was published. So an echo goes the way of the
/// announcements: through the server that publishes them and over the connection that they arrive on. Where several servers publish, it goes
/// through each, and comes back once it has come back from all.
/// </para>
/// <para>
/// A backplane may lose messages, but must report every possible loss through <see cref="IBackplaneListener.Interrupted"/>. When in doubt it
/// reports one. Duplicates, changed order among announcements, and foreign messages do no harm.
/// </para>
/// Disposing it ends the subscription; no callback runs afterwards. It may be disposed twice, and without ever having been subscribed.
/// </summary>
public interface ISessionBackplane : IAsyncDisposable
{
    /// <summary>
    /// Listens until it is disposed, and connects again by itself as often as it takes. A server that cannot be reached is no error: the listener
    /// learns of the subscription by the first echo that comes back. Called once.
    /// </summary>
    /// <param name="listener">Gets what arrives.</param>
    /// <param name="cancellationToken">Gives up waiting for the subscription, not the subscription.</param>
    ValueTask SubscribeAsync(IBackplaneListener listener, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends a message to this very subscription and to no other node, behind the announcements. Completes when the servers have taken it; when it
    /// completes well, the message comes back unless messages are being lost. Called one after the
    /// other; one that was cancelled may still be under way.
    /// </summary>
    /// <exception cref="SessionStoreException">It may not have been sent.</exception>
    ValueTask EchoAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default);
}
