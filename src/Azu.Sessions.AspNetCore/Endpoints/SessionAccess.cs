namespace Azu.Sessions;

/// <summary>What an endpoint does with the session.</summary>
[Flags]
public enum SessionAccess
{
    /// <summary>Reads and writes it; the default.</summary>
    ReadWrite = 0,

    /// <summary>Only reads it: a change throws.</summary>
    ReadOnly = 1,

    /// <summary>Uses it without counting as use: the idle time is not extended (a page that polls).</summary>
    Passive = 2,
}
