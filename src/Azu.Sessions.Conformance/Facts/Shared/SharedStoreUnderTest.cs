namespace Azu.Sessions.Conformance;

/// <summary>
/// For stores whose sessions live outside the store object (<see cref="SessionCapabilities.Shared"/> or
/// <see cref="SessionCapabilities.Durable"/>): how to get at the same sessions by another way.
/// </summary>
public abstract class SharedStoreUnderTest : StoreUnderTest
{
    /// <inheritdoc/>
    protected SharedStoreUnderTest(TimeProvider? clock = null) : base(clock) { }

    /// <summary>Another instance on the same sessions, with connections of its own: another node, or the application after a restart.</summary>
    public abstract ISessionStore OtherNode { get; }

    /// <summary>A store of another application on the same infrastructure: its sessions are none of ours.</summary>
    public abstract ISessionStore Neighbour { get; }

    /// <summary>
    /// How long the next caller may wait after a call that was given up. Long, so that a busy machine alone fails no fact: what such a call leaves
    /// behind is left for good.
    /// </summary>
    public virtual TimeSpan Patience => TimeSpan.FromSeconds(10);
}
