namespace Azu.Sessions;

/// <summary>Which sessions a list or a count means: all, those of one subject, or those with one value in a declared index.</summary>
public sealed record SessionQuery
{
    private SessionQuery() { }

    /// <summary>Every session.</summary>
    public static SessionQuery All { get; } = new();

    /// <summary>Only sessions that belong to this subject.</summary>
    public string? Subject { get; private init; }

    /// <summary>Only sessions that have this value in this index.</summary>
    public SessionIndexEntry? Index { get; private init; }

    /// <summary>How many records a page may hold; 1 to 10 000, by default 500.</summary>
    public int PageSize
    {
        get;
        init => field = value is >= 1 and <= 10_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A page holds 1 to 10 000 sessions.");
    } = 500;

    /// <summary>The sessions of <paramref name="subject"/>.</summary>
    /// <exception cref="ArgumentException">The subject is not valid Unicode (it holds half a surrogate pair), so no session has it.</exception>
    public static SessionQuery BySubject(string subject) => new() { Subject = ExactText.Check(subject) };

    /// <summary>The sessions with <paramref name="value"/> in the index called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">The name or the value is not valid Unicode (it holds half a surrogate pair), so no session has it.</exception>
    public static SessionQuery ByIndex(string name, string value) => new() { Index = new(ExactText.Check(name), ExactText.Check(value)) };
}
