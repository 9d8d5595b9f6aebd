namespace Azu.Sessions.Database;

/// <summary>What a write is noted as. Ends are noted by the statements that end sessions.</summary>
internal readonly record struct AuditEvent(string? Name, string? Subject)
{
    private const string Started = "started", SignedIn = "signed-in", SignedOut = "signed-out";

    public static AuditEvent OfCreation(SessionRecord record) => new(record.Subject is null ? Started : SignedIn, Stored(record.Subject));

    /// <summary>Without a name if nothing happened that is noted.</summary>
    public static AuditEvent OfUpdate(SessionRecord from, SessionRecord to)
    {
        if (from.Generation == to.Generation && from.Subject == to.Subject) return default;
        return to.Subject is null ? new(SignedOut, Stored(from.Subject)) : new(SignedIn, Stored(to.Subject));
    }

    private static string? Stored(string? subject) => subject is null ? null : StoredText.Exact(subject);
}
