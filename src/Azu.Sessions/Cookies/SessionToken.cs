namespace Azu.Sessions;

/// <summary>What a cookie value said, once its MAC has verified.</summary>
/// <param name="Id">The session it names.</param>
/// <param name="SecretHash">The digest of the secret that it carries.</param>
/// <param name="IsOutdated">Whether it stands under a key older than the active one, and should be issued again.</param>
/// <param name="IsSignedIn">Whether the session belonged to a subject when the cookie was issued.</param>
/// <param name="Record">The session itself, where the cookie holds it.</param>
internal readonly record struct SessionToken(SessionId Id, SecretHash SecretHash, bool IsOutdated, bool IsSignedIn, SessionRecord? Record = null);

/// <summary>How reading a cookie value ended. To the visitor everything but <see cref="Valid"/> looks the same.</summary>
internal enum TokenReading
{
    /// <summary>There is no cookie of that name.</summary>
    Absent,

    /// <summary>The MAC verified.</summary>
    Valid,

    /// <summary>Wrong length, alphabet or version.</summary>
    Malformed,

    /// <summary>A key that this node does not know: a deploy in progress, or a retired key. The cookie is kept.</summary>
    UnknownKey,

    /// <summary>The MAC does not verify.</summary>
    Forged,

    /// <summary>Several cookies of that name verify.</summary>
    Ambiguous,
}
