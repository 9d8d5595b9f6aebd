namespace Azu.Sessions;

/// <summary>
/// Administration of the sessions in a store: lists, counts, bulk removal. Separate from <see cref="ISessionStore"/> because it is not
/// on the path of a request, and because not every store can do it.
/// <para>
/// <b>A list is a walk, not a snapshot.</b> A session that lives during the whole walk appears exactly once. One that is created or removed
/// during the walk may or may not appear. One whose <see cref="SessionRecord.AbsoluteExpiresAt"/> moves during the walk (a new sign-in) may
/// appear twice. Memory stays bounded by the page size, however many sessions there are.
/// </para>
/// <para>
/// <b>Lists by subject and by index miss no live session</b>, also not of writers that follow one another. In a transaction that comes by itself.
/// Otherwise an entry is written before the record, and removed only after the record was removed: a reader never removes one, and neither does
/// a write that failed or changed the value. Each entry is compared with the record when it is read.
/// </para>
/// <para>
/// <b>One unreadable record never stops the others.</b> <see cref="ListAsync"/> passes over it, <see cref="CountAsync"/> may count it,
/// <see cref="ListIdsAsync"/> gives its id, <see cref="ClearAsync"/> and <see cref="RemoveExpiredAsync"/> remove it like any other.
/// </para>
/// A record with a subject or index entries has an <see cref="SessionRecord.AbsoluteExpiresAt"/>; a store may refuse one without by an
/// <see cref="ArgumentException"/>. Subjects, index names and values have no limit of length: store a digest where a key must be short.
/// Compare them character by character.
/// </summary>
public interface ISessionIndex
{
    /// <summary>One page of the sessions that <paramref name="query"/> means, from <paramref name="cursor"/> on (null: from the start).</summary>
    /// <exception cref="ArgumentException">This index did not give out the cursor.</exception>
    ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same walk for revocation: ids only. It also gives sessions that cannot be read, and sessions whose record is still there although
    /// this node's clock takes them for expired: another node may admit them. A readable record that the query does not mean is left out.
    /// Its cursors are its own.
    /// </summary>
    /// <exception cref="ArgumentException">This index did not give out the cursor.</exception>
    ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default);

    /// <summary>How many live sessions <paramref name="query"/> means.</summary>
    ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// About how many sessions there are, at a cost that does not grow with their number; null where the store has no cheap answer, which is the
    /// default.
    /// </summary>
    ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) => new((SessionEstimate?)null);

    /// <summary>
    /// Removes every record of this store, expired and unreadable ones too, and nothing else that shares its infrastructure. Returns how many
    /// records it removed.
    /// </summary>
    /// <param name="progress">Is told, as the work goes on, how many are gone so far.</param>
    /// <param name="actor">What asked for it, for a store that keeps an audit; null: unknown.</param>
    /// <param name="cancellationToken">Stops between two batches; what is removed stays removed.</param>
    ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes up to <paramref name="limit"/> records that are no longer retained, and returns what it removed. A record that another caller
    /// holds may be left for the next call. Removes nothing in stores that forget by themselves.
    /// </summary>
    /// <param name="limit">At least 1.</param>
    /// <param name="cancellationToken">Gives up; what is removed stays removed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is less than 1.</exception>
    ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default);
}
