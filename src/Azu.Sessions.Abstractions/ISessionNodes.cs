namespace Azu.Sessions;

/// <summary>
/// Optional for a shared store: remembers which nodes keep copies of sessions, and how long each may still admit one that has ended. So a tool
/// that ends a session can say when every node knows.
/// </summary>
public interface ISessionNodes
{
    /// <summary>Notes that a node runs, until <paramref name="lifetime"/> from now unless it is noted again.</summary>
    /// <param name="node">The node's name; of any length.</param>
    /// <param name="maxRevocationLag">How long it may admit a session that has ended.</param>
    /// <param name="lifetime">How long the note counts.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    /// <exception cref="SessionStoreException">The infrastructure failed.</exception>
    ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default);

    /// <summary>The longest lag of the nodes that are noted now; null without one. Exact to the millisecond, rounded up.</summary>
    /// <exception cref="SessionStoreException">The infrastructure failed.</exception>
    ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default);
}
