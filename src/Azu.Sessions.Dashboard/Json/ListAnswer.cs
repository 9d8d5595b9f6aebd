namespace Azu.Sessions.Dashboard;

/// <summary>Which sessions to list: at most one of subject, id and index; none: all.</summary>
internal sealed record ListRequest(string? Type, string? Subject, string? Id, string? Index, string? Value, string? Cursor, int? Size);

/// <summary>One page.</summary>
/// <param name="Sessions">Its sessions; may be empty although more follow.</param>
/// <param name="NextCursor">What to ask with for the next page; null at the end.</param>
/// <param name="Total">About how many there are of all; null where that is not cheap, or only some were asked for.</param>
internal sealed record ListAnswer(IReadOnlyList<SessionRow> Sessions, string? NextCursor, Estimate? Total);

/// <summary>One session of a list.</summary>
internal sealed record SessionRow(string Id, CutText? Subject, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt,
    CutText? UserAgent, string? Client, string? Address, int Bytes, bool IsOwn);

/// <summary>Text of any length, cut for a list.</summary>
/// <param name="Text">Its beginning.</param>
/// <param name="Length">How many characters it has.</param>
internal sealed record CutText(string Text, int Length)
{
    private const int Max = 200;

    public static CutText? Of(string? text) => text is null ? null : new(text.Length <= Max ? text : text[..Max], text.Length);
}
