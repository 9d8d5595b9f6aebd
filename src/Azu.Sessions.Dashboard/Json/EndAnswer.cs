namespace Azu.Sessions.Dashboard;

/// <summary>What to end: exactly one of ids, a subject, and all.</summary>
/// <param name="Type">The session type.</param>
/// <param name="Ids">These sessions.</param>
/// <param name="Subject">All of this subject.</param>
/// <param name="All">All of the store.</param>
/// <param name="Confirm">For all: the name of the session type, typed by the operator.</param>
internal sealed record EndRequest(string? Type, IReadOnlyList<string>? Ids, string? Subject, bool? All, string? Confirm);

/// <summary>What would end.</summary>
/// <param name="Sessions">How many; null where they cannot be counted.</param>
/// <param name="IsExact">False: it is an estimate, or at least this many.</param>
/// <param name="IncludesOwn">Whether the operator's own session is among them.</param>
internal sealed record EndPreview(long? Sessions, bool IsExact, bool IncludesOwn);

/// <summary>What ended.</summary>
/// <param name="Ended">How many; null where they cannot be counted.</param>
/// <param name="KeepsCopies">Whether other nodes may still have copies.</param>
/// <param name="HeardWithinSeconds">By when each node knows; null: no node has noted it, and the default of <c>MaxRevocationLag</c> counts.</param>
internal sealed record EndAnswer(long? Ended, bool KeepsCopies, double? HeardWithinSeconds);
