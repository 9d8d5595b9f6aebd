namespace Azu.Sessions.Database;

/// <summary>What a write is noted as. Ends are noted by the statements that end sessions.</summary>
internal readonly record struct AuditEvent(string? Name, string? Subject)
{
    /// <summary>Names that statements decide on.</summary>
    public const string IdleTimeout = "idle-timeout", AbsoluteTimeout = "absolute-timeout";

    private const string Started = "started", SignedIn = "signed-in", SignedOut = "signed-out";

    public static AuditEvent OfCreation(SessionRecord record) => new(record.Subject is null ? Started : SignedIn, Stored(record.Subject));

    /// <summary>Without a name if nothing happened that is noted.</summary>
    public static AuditEvent OfUpdate(SessionRecord from, SessionRecord to)
    {
        if (from.Generation == to.Generation && from.Subject == to.Subject) return default;
        return to.Subject is null ? new(SignedOut, Stored(from.Subject)) : new(SignedIn, Stored(to.Subject));
    }

    /// <summary>Why a session ended, as the table says it.</summary>
    public static string NameOf(SessionEndReason reason) => reason switch
    {
        SessionEndReason.SignedOut => "signed-out",
        SessionEndReason.Deleted => "deleted",
        SessionEndReason.Revoked => "revoked",
        SessionEndReason.IdleTimeout => IdleTimeout,
        SessionEndReason.AbsoluteTimeout => AbsoluteTimeout,
        SessionEndReason.Evicted => "evicted",
        SessionEndReason.BindingMismatch => "binding-mismatch",
        SessionEndReason.TokenReuse => "token-reuse",
        SessionEndReason.Corrupted => "corrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "This is no reason for the end of a session."),
    };

    /// <summary>What a row says happened; null for what this version does not know.</summary>
    public static SessionAuditEvent? Read(string name, string? reason) => name switch
    {
        Started => SessionAuditEvent.Started,
        SignedIn => SessionAuditEvent.SignedIn,
        SignedOut => SessionAuditEvent.SignedOut,
        "ended" => reason == "cleared" ? SessionAuditEvent.Cleared : SessionAuditEvent.Ended,
        _ => null,
    };

    /// <summary>The reverse of <see cref="NameOf"/>; null for what this version does not know.</summary>
    public static SessionEndReason? ReasonOf(string name)
    {
        foreach (var reason in Enum.GetValues<SessionEndReason>())
        {
            if (NameOf(reason) == name) return reason;
        }

        return null;
    }

    private static string? Stored(string? subject) => subject is null ? null : StoredText.Exact(subject);
}
