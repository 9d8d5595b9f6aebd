namespace Azu.Sessions;

/// <summary>Whether a store is asked one kind of question.</summary>
public enum SessionCircuitState
{
    /// <summary>It is.</summary>
    Closed,

    /// <summary>It was down; one call probes it now, and the others fail at once.</summary>
    HalfOpen,

    /// <summary>It is down: calls fail at once.</summary>
    Open,
}
