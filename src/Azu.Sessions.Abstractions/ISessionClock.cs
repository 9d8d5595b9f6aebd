namespace Azu.Sessions;

/// <summary>
/// A store whose server has a clock of its own. Optional. Nodes compare their clocks with it, because sessions end by the clock of the node that looks
/// at them: from 5 s on the node is degraded, and keeps working.
/// </summary>
public interface ISessionClock
{
    /// <summary>What time it is on the server, at the moment at which it answers.</summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default);
}
