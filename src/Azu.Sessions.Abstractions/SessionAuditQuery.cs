namespace Azu.Sessions;

/// <summary>Which audit rows a list means: all, those of one subject, or those of one session.</summary>
public sealed record SessionAuditQuery
{
    private SessionAuditQuery() { }

    /// <summary>Every row.</summary>
    public static SessionAuditQuery All { get; } = new();

    /// <summary>Only rows of this subject.</summary>
    public string? Subject { get; private init; }

    /// <summary>Only rows of this session.</summary>
    public SessionId? Id { get; private init; }

    /// <summary>Whether only rows are meant that say that a session ended.</summary>
    public bool EndsOnly { get; init; }

    /// <summary>How many rows a page may hold; 1 to 1 000, by default 100.</summary>
    public int PageSize
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A page holds 1 to 1 000 audit rows.");
    } = 100;

    /// <summary>The rows of <paramref name="subject"/>.</summary>
    /// <exception cref="ArgumentException">The subject is not valid Unicode (it holds half a surrogate pair), so no session has it.</exception>
    public static SessionAuditQuery BySubject(string subject) => new() { Subject = ExactText.Check(subject) };

    /// <summary>The rows of the session <paramref name="id"/>.</summary>
    public static SessionAuditQuery ById(SessionId id) => new() { Id = id };
}
