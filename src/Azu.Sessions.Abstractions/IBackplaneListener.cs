namespace Azu.Sessions;

/// <summary>Takes what arrives on an <see cref="ISessionBackplane"/>. Both methods return at once and throw nothing, whatever they are given.</summary>
public interface IBackplaneListener
{
    /// <summary>
    /// A message has arrived: an announcement, an echo, or anything else that was published there. Called for one message after the other,
    /// in the order in which they arrived on the connection.
    /// </summary>
    /// <param name="message">The message; not to be kept after the call.</param>
    void Receive(ReadOnlySpan<byte> message);

    /// <summary>
    /// Messages may have been lost, or may be lost from now on: a connection failed, was restored, was subscribed again, overflowed. May be called
    /// on any thread, also while <see cref="Receive"/> runs, and as often as there is doubt.
    /// </summary>
    void Interrupted();
}
