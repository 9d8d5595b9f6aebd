namespace Azu.Sessions;

/// <summary>How a stored record answers to the token that was presented.</summary>
internal enum Admission
{
    /// <summary>Admitted.</summary>
    Admitted,

    /// <summary>Admitted read-only: the token before a rotation, within its grace.</summary>
    Grace,

    /// <summary>Refused in silence: a sign-in or a second rotation replaced the token a moment ago.</summary>
    Superseded,

    /// <summary>Refused: the token was replaced a while ago, and is still in use.</summary>
    Reused,

    /// <summary>Refused: the session is over.</summary>
    Expired,
}

/// <summary>Decides whether a record admits the bearer of a token. Pure: no clock, no store.</summary>
internal static class SessionAdmission
{
    /// <summary>
    /// The secret comes first: a bearer without it learns nothing about the session, not even that it is over. The token's MAC has verified
    /// before, so any other secret is one that this session had earlier.
    /// </summary>
    public static Admission Evaluate(SessionRecord record, SecretHash presented, DateTimeOffset now, TimeSpan rotationGrace)
    {
        var isCurrent = record.SecretHash == presented;
        var isPrevious = record.PreviousSecretHash is { } previous && previous == presented;
        if (!isCurrent)
        {
            var inGrace = now - record.RotatedAt < rotationGrace;
            if (!inGrace) return Admission.Reused;
            if (!isPrevious) return Admission.Superseded;
        }

        if (!SessionLifetime.IsAlive(record, now)) return Admission.Expired;
        return isCurrent ? Admission.Admitted : Admission.Grace;
    }
}
