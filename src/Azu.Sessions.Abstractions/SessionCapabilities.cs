namespace Azu.Sessions;

/// <summary>What a store can do. An option or endpoint that needs more than its store has is refused at start-up.</summary>
[Flags]
public enum SessionCapabilities
{
    /// <summary>Nothing beyond keeping sessions.</summary>
    None = 0,

    /// <summary>Several processes see the same sessions.</summary>
    Shared = 1,

    /// <summary>Sessions survive a restart of the application.</summary>
    Durable = 2,

    /// <summary>The store has an <see cref="ISessionIndex"/>: sessions can be listed, counted and found by subject.</summary>
    Index = 4,

    /// <summary>The store keeps expired records until they are cleaned up, and returns them then. Others forget in silence.</summary>
    ReportsExpiry = 8,
}
