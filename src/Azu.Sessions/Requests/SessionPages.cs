using System.Runtime.CompilerServices;

namespace Azu.Sessions;

/// <summary>Walks through all pages of a list.</summary>
internal static class SessionPages
{
    /// <exception cref="NotSupportedException">The store cannot list.</exception>
    public static ISessionIndex Require(ISessionIndex? index, ISessionStore store) =>
        index ?? throw new NotSupportedException($"The store '{store.Name}' cannot list sessions (Capabilities has no Index).");

    public static async IAsyncEnumerable<SessionRecord> WalkAsync(ISessionIndex index, SessionQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var page = await index.ListAsync(query, cursor, cancellationToken);
            foreach (var record in page.Records) yield return record;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>The ids of what a query means, for revocation.</summary>
    public static async IAsyncEnumerable<SessionId> WalkIdsAsync(ISessionIndex index, SessionQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var page = await index.ListIdsAsync(query, cursor, cancellationToken);
            foreach (var id in page.Ids) yield return id;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
