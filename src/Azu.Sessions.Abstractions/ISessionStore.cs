namespace Azu.Sessions;

/// <summary>
/// Keeps session records by id: the path of every request.
/// <para>
/// <b>Every write is conditional.</b> <see cref="CreateAsync"/> never overwrites; <see cref="UpdateAsync"/> names the version
/// that it replaces; a record that is gone stays gone, because no operation but <see cref="CreateAsync"/> inserts, and no id is
/// ever created twice. Each operation is atomic for its id, also between processes where the store is shared.
/// </para>
/// <para>
/// <b>Expected results are values.</b> Absent, expired and conflicting are not errors. Besides cancellation a store throws only
/// <see cref="SessionStoreException"/>: the infrastructure failed, and the call may still have been carried out, or may yet be. Every
/// exception of a driver becomes one. Two more are mistakes of the caller, and are thrown before anything is asked: <see cref="ArgumentException"/>
/// for a subject or index entry that is not valid Unicode (half a surrogate pair), and for a cursor that the store did not give out.
/// </para>
/// <para>
/// <b>Expired records are never returned</b>, whether or not they are physically gone. A store treats a record that is not
/// <see cref="SessionRecord.IsRetained"/> as absent, in every operation but <see cref="RemoveAsync"/> and those of <see cref="ISessionIndex"/>
/// that say otherwise. It decides that by its own <see cref="TimeProvider"/>, also inside statements and scripts: never by the server's clock.
/// What it returns has an <see cref="SessionRecord.ExpiresAt"/> no later than <see cref="SessionRecord.AbsoluteExpiresAt"/>.
/// </para>
/// <para>
/// <b>Unreadable records.</b> What a newer version of the library wrote is kept: <see cref="FindAsync"/> throws
/// <see cref="SessionUnreadableException"/>. A broken record is absent: its visitor gets a new session.
/// <see cref="SessionRecordFormat.Read"/> tells the two apart. A store whose fields are columns, where nothing tells them apart, throws.
/// </para>
/// <para>
/// <b>Reads see what is committed.</b> <see cref="FindAsync"/> never asks a replica, which may still have what was removed.
/// </para>
/// <para>
/// <b>Retries.</b> Callers may repeat <see cref="FindAsync"/>, <see cref="TouchAsync"/> and <see cref="RemoveAsync"/> at will, and
/// <see cref="UpdateAsync"/> with the same record, whose <see cref="SessionRecord.WriteId"/> lets it recognise itself. After a
/// <see cref="CreateAsync"/> with an uncertain outcome that id must not be used again: a late insert could follow a removal. A store
/// itself repeats an operation only when it knows that nothing was carried out, such as after a dead-lock.
/// </para>
/// <para>
/// <b>Cancellation and deadlines.</b> The engine cancels an attempt after <c>AttemptTimeout</c> (1 s by default) and does not wait for it. So the
/// store's own time-outs are longer. A call that was given up leaves nothing behind: no lock, no open transaction, no connection that the
/// next caller would find in the middle of something. The token is for this call only: after the call has ended it may be cancelled for
/// another one, so it is not kept.
/// </para>
/// Implementations are thread-safe and hold no reference to what they are given or give out, other than to immutable bytes. The container
/// disposes a store that it made; an instance that the application made stays the application's.
/// </summary>
public interface ISessionStore
{
    /// <summary>A short name for logs, metrics and the dashboard, such as <c>memory</c>.</summary>
    string Name { get; }

    /// <summary>What the store can do.</summary>
    SessionCapabilities Capabilities { get; }

    /// <summary>The record with that id, or null. An unknown or expired id is no error.</summary>
    /// <exception cref="SessionUnreadableException">A newer version of the library wrote it.</exception>
    ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Inserts a record. False when a live record with that id exists, which is then left as it was. But true when that record carries this
    /// record's <see cref="SessionRecord.WriteId"/>: then this very write succeeded before. An expired record that is physically there is
    /// replaced.
    /// </summary>
    ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces version <paramref name="expectedVersion"/> by <paramref name="record"/>, whose own version is the next one.
    /// Of the stored and the given times of use it keeps one pair whole (<see cref="SessionRecord.KeepingLaterTimes"/>); over those of another
    /// generation the given ones count. A stored record with
    /// this record's version and <see cref="SessionRecord.WriteId"/> is this very write: the answer is <see cref="UpdateOutcome.Updated"/>.
    /// A conflict carries the current record, so that the caller can merge without another read. An update that sets an end in the past is
    /// <see cref="UpdateOutcome.Updated"/> too, and the session is over.
    /// </summary>
    ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes these times of use in place of the stored ones, if they are later: the pair that expires later, on a tie the one seen later
    /// (<see cref="SessionRecord.KeepingLaterTimes"/>). Never past <see cref="SessionRecord.AbsoluteExpiresAt"/>; the version stays.
    /// True where the session is there, whether or not its times moved. False when there is no such record, which is no error.
    /// </summary>
    ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a record for good, if <paramref name="condition"/> holds, and returns what it removed. When it returns, no later
    /// <see cref="FindAsync"/> on any node that asks the store finds it. It asks no clock: a record that is over by this node's clock is removed
    /// and returned as well, because another node may still admit it. It reads nothing beforehand: checking and removing are one step.
    /// <para>
    /// <see cref="RemoveResult.NotThere"/> is no error: no session is there now for which the condition holds. After a repeated attempt that is no
    /// statement about the past. <see cref="RemoveCondition.Always"/> also removes what cannot be read. Any other condition does not hold for a
    /// broken record, and for one of a newer version it throws <see cref="SessionUnreadableException"/>.
    /// </para>
    /// </summary>
    /// <param name="id">Which session.</param>
    /// <param name="condition">For which state of it.</param>
    /// <param name="reason">
    /// Why, for a store that keeps an audit: it notes the reason in the step that removes. Any other store may ignore it; what the
    /// operation does never depends on it. A wrapper hands it on.
    /// </param>
    /// <param name="actor">What asked for it, for the same audit; null: the visitor, or the library itself.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default);
}
