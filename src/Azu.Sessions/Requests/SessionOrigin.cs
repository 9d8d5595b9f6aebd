namespace Azu.Sessions;

/// <summary>Where the session of a request comes from.</summary>
internal enum SessionOrigin
{
    /// <summary>The visitor presented none, or one that was refused: an empty session, stored only if something is written.</summary>
    New,

    /// <summary>Loaded and admitted.</summary>
    Admitted,

    /// <summary>Loaded and admitted read-only, by the token before a rotation.</summary>
    Grace,

    /// <summary>The store could not be asked, and the session is what this node last knew of it: read-only, and never past what it says.</summary>
    Stale,

    /// <summary>The store could not be asked.</summary>
    Unavailable,
}
