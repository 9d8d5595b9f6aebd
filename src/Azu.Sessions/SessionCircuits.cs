namespace Azu.Sessions;

/// <summary>The circuits of a store. They are apart because a store may fail at one and do the others well: a full one still reads and removes.</summary>
/// <param name="Find">Reads. While it is open, nothing else is asked either.</param>
/// <param name="Write">Creations, updates and touches.</param>
/// <param name="Remove">Sign-outs and revocations.</param>
public readonly record struct SessionCircuits(SessionCircuitState Find, SessionCircuitState Write, SessionCircuitState Remove)
{
    /// <summary>Whether the store is asked everything.</summary>
    public bool AreClosed => this is { Find: SessionCircuitState.Closed, Write: SessionCircuitState.Closed, Remove: SessionCircuitState.Closed };
}
