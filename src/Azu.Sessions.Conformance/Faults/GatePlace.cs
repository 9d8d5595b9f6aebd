namespace Azu.Sessions.Conformance;

/// <summary>Where a <see cref="StoreGate"/> stops a call.</summary>
public enum GatePlace
{
    /// <summary>Nothing has happened yet.</summary>
    BeforeCall,

    /// <summary>The store has carried it out, and the caller does not know yet.</summary>
    AfterCall,
}
