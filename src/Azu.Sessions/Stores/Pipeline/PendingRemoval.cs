using System.Collections.Immutable;

namespace Azu.Sessions;

/// <summary>A removal that the store has not confirmed.</summary>
/// <param name="Conditions">What is to be removed, each by itself.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">When the session is over anyway; null: it may live for ever.</param>
/// <param name="IsMember">Whether the session belongs to a subject.</param>
/// <param name="Place">Its place in the order of arrival.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Sealed">The session without its content, where it is in a cookie and no store knows it.</param>
internal sealed record PendingRemoval(
    ImmutableHashSet<RemoveCondition> Conditions, SessionEndReason Reason, DateTimeOffset? Until, bool IsMember, long Place, int Attempts,
        SessionRecord? Sealed = null)
{
    public bool Ends(SessionRecord record) => Conditions.Any(condition => condition.Holds(record));

    public bool IsOver(DateTimeOffset now) => Until <= now;

    /// <summary>
    /// Both removals of one session. A token that could not be checked may have been replaced long ago, and be in foreign hands. So it must neither bring
    /// its check to a removal that needs none, nor take the place of another token.
    /// </summary>
    public PendingRemoval And(PendingRemoval added) => this with
    {
        Conditions = Conditions.Union(added.Conditions),
        Until = Until is null || added.Until is null ? null : Until > added.Until ? Until : added.Until,
        IsMember = IsMember || added.IsMember,
        Sealed = added.Sealed is { } later && !(Sealed?.Generation > later.Generation) ? later : Sealed,
    };
}
