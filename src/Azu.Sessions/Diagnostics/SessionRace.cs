namespace Azu.Sessions;

/// <summary>Two requests that met in one session.</summary>
/// <param name="Kind">What came of it.</param>
/// <param name="Type">The session type.</param>
/// <param name="Id">The session.</param>
/// <param name="At">When this node noticed.</param>
internal sealed record SessionRace(SessionRaceKind Kind, string Type, SessionId Id, DateTimeOffset At);

/// <summary>What came of a race.</summary>
internal enum SessionRaceKind
{
    /// <summary>A write found a newer version, and was applied on top of it.</summary>
    ConflictMerged,

    /// <summary>A write came after the session had ended, and did not bring it back.</summary>
    ResurrectionRefused,

    /// <summary>A token came back that a rotation had replaced.</summary>
    TokenReused,
}
