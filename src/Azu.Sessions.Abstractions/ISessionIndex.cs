namespace Azu.Sessions;

/// <summary>
/// Administration of the sessions in a store: lists, counts, bulk removal. Separate from <see cref="ISessionStore"/> because it is not
/// on the path of a request, and because not every store can do it.
/// <para>
/// A list is a walk, not a snapshot: a session that lives during the whole walk appears exactly once; one that is created or removed
/// meanwhile may or may not appear. Lists by subject and by index miss no live session: entries are written before the record and
/// removed after it, and each is checked against the record when it is read. Memory stays bounded by the page size, however many
/// sessions there are.
/// </para>
/// </summary>
public interface ISessionIndex
{
    /// <summary>One page of the sessions that <paramref name="query"/> means, from <paramref name="cursor"/> on (null: from the start).</summary>
    /// <exception cref="ArgumentException">The cursor is none that this index gave out.</exception>
    ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default);

    /// <summary>How many live sessions <paramref name="query"/> means.</summary>
    ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Removes every session of this store, and nothing else that shares its infrastructure. Returns how many.</summary>
    /// <param name="progress">Is told, as the work goes on, how many are gone so far.</param>
    /// <param name="cancellationToken">Stops between two batches; what is removed stays removed.</param>
    ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes up to <paramref name="limit"/> records that are no longer retained, and returns what it removed, so that the end of each can
    /// be reported. Fewer than <paramref name="limit"/> means that none is left for now. Empty in stores that forget by themselves.
    /// </summary>
    ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default);
}
