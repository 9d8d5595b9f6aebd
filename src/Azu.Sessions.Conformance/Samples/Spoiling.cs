namespace Azu.Sessions.Conformance;

/// <summary>In which way a stored record is made unreadable.</summary>
public enum Spoiling
{
    /// <summary>Its bytes are damaged: it is no session for any node.</summary>
    Broken,

    /// <summary>A newer version of the library wrote it: other nodes read it.</summary>
    Newer,
}
