namespace Azu.Sessions;

/// <summary>
/// Optional for an <see cref="ISessionStore"/> that notes what happens to sessions: it answers why a session ended, when, and by what. A store writes
/// an audit row in the step that it describes, so an operation that was not carried out has none.
/// </summary>
public interface ISessionAudit
{
    /// <summary>Whether the store writes audit rows. False: it can, and its options do not ask for it.</summary>
    bool IsAuditing { get; }

    /// <summary>
    /// One page of audit rows, the newest first, from <paramref name="cursor"/> on (null: from the newest). A row that is written during the walk
    /// does not appear in it, and moves no other. The cost is that of the page, however many rows there are.
    /// </summary>
    /// <param name="query">Which rows.</param>
    /// <param name="cursor">The cursor of the page before; null: from the newest row on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">This store did not give out the cursor.</exception>
    /// <exception cref="SessionStoreException">The infrastructure failed.</exception>
    ValueTask<SessionAuditPage> ListAuditAsync(SessionAuditQuery query, string? cursor, CancellationToken cancellationToken = default);
}
