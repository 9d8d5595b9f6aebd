namespace Azu.Sessions;

/// <summary>
/// Keeps session records by id: the path of every request.
/// <para>
/// <b>Every write is conditional.</b> <see cref="CreateAsync"/> never overwrites; <see cref="UpdateAsync"/> names the version
/// that it replaces; a record that is gone stays gone, because no operation but <see cref="CreateAsync"/> inserts, and no id is
/// ever created twice. Each operation is atomic for its id, also between processes where the store is shared.
/// </para>
/// <para>
/// <b>Expected results are values.</b> Absent, expired and conflicting are not errors. The only exceptions are
/// <see cref="SessionStoreException"/>, which means that the infrastructure failed (and that the call may still have been carried
/// out, or may yet be), and <see cref="OperationCanceledException"/>, with the same uncertainty.
/// </para>
/// <para>
/// <b>Expired records are never returned</b>, whether or not they are physically gone: a store treats a record that is not
/// <see cref="SessionRecord.IsRetained"/> by its own <see cref="TimeProvider"/> as absent, in every operation.
/// </para>
/// <para>
/// <b>Who may retry.</b> Callers may repeat <see cref="FindAsync"/>, <see cref="TouchAsync"/> and <see cref="RemoveAsync"/> at will, and
/// <see cref="UpdateAsync"/> with the same record, whose <see cref="SessionRecord.WriteId"/> lets it recognise itself. After a
/// <see cref="CreateAsync"/> with an uncertain outcome nobody may use that id again: a late insert could follow a removal. A store
/// itself repeats an operation only when it knows that nothing was carried out.
/// </para>
/// Implementations are thread-safe and hold no reference to what they are given or give out, other than to immutable bytes.
/// </summary>
public interface ISessionStore
{
    /// <summary>A short name for logs, metrics and the dashboard, such as <c>memory</c>.</summary>
    string Name { get; }

    /// <summary>What the store can do.</summary>
    SessionCapabilities Capabilities { get; }

    /// <summary>The record with that id, or null. An unknown or expired id is no error.</summary>
    ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Inserts a record. False when a record with that id exists, which is then left as it was; true when the record that exists
    /// carries this record's <see cref="SessionRecord.WriteId"/>, because then it is this very write that succeeded before.
    /// </summary>
    ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces version <paramref name="expectedVersion"/> by <paramref name="record"/>, whose own version is the next one.
    /// Keeps the later of the stored and the given times (<see cref="SessionRecord.KeepingLaterTimes"/>). A stored record with this
    /// record's version and <see cref="SessionRecord.WriteId"/> is this very write: the answer is <see cref="UpdateOutcome.Updated"/>.
    /// A conflict carries the current record, so that the caller can merge without another read.
    /// </summary>
    ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves the times of use forward, never back and never past <see cref="SessionRecord.AbsoluteExpiresAt"/>; the version stays.
    /// False when there is no such record, which is no error.
    /// </summary>
    ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a record for good. When it returns, no later <see cref="FindAsync"/> on any node that asks the store finds it. False when
    /// there was none, which is no error: the caller wanted it gone, and it is.
    /// </summary>
    /// <param name="id">Which.</param>
    /// <param name="reason">
    /// Why, for a store that keeps an account of ends: it notes the reason in the very step that removes. Any other store may ignore it; what the
    /// operation does never depends on it. Who wraps a store hands it on.
    /// </param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    ValueTask<bool> RemoveAsync(SessionId id, SessionEndReason reason, CancellationToken cancellationToken = default);
}
