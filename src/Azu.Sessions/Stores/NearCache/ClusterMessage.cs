namespace Azu.Sessions;

/// <summary>What a message on the backplane says.</summary>
internal enum ClusterMessageKind : byte
{
    /// <summary>Nothing that can be read.</summary>
    None,

    /// <summary>A session has this version now.</summary>
    Updated,

    /// <summary>A session is gone.</summary>
    Removed,

    /// <summary>A node asks itself whether everything arrives.</summary>
    Echo,
}

/// <summary>A message on the backplane, read.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Node">The node that wrote it: a random number, drawn once per process and session type.</param>
/// <param name="Moment">When, by the writer's own monotonic clock, which only the writer can read. Of an echo: its number.</param>
/// <param name="Id">The session; of an echo none.</param>
/// <param name="Version">Its version, where it was updated.</param>
internal readonly record struct ClusterMessage(ClusterMessageKind Kind, ulong Node, long Moment, SessionId Id, long Version);

/// <summary>How reading a message ended.</summary>
internal enum ClusterMessageReading
{
    /// <summary>Its MAC verified.</summary>
    Valid,

    /// <summary>Wrong length, format or kind.</summary>
    Malformed,

    /// <summary>It stands under a key that this node does not know: a deploy in progress, or another application.</summary>
    UnknownKey,

    /// <summary>The MAC does not verify.</summary>
    Forged,
}
