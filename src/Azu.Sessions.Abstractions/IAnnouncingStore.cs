namespace Azu.Sessions;

/// <summary>
/// A shared store that tells every node when a session changes. A near cache whose copies live longer than its bound needs one; any other shared store
/// does for copies that do not.
/// <para>
/// <b>In the same step.</b> An update and a removal publish their announcement in the very step that carries them out, on the server. Both
/// happen or neither does. No reader sees the change before the announcement is on its way. An announcement made
/// before or after the write, by this process, would be lost where the process dies between the two.
/// </para>
/// <para>
/// <b>What is announced.</b> Every update and every removal that was carried out, also one whose answer this process never saw. Each session
/// that <see cref="ISessionIndex.ClearAsync"/> removes, by its id: a node forgets the copy that a message names, even if the message does not
/// verify. Never a creation: no node can hold a copy of it. Never a touch: a copy with older times only ends sooner. Never a sweep of
/// expired sessions: a copy knows its own end. What was not carried out (a conflict, a record that is gone) may be
/// announced or not.
/// </para>
/// </summary>
public interface IAnnouncingStore : ISessionStore
{
    /// <summary>
    /// Whether an announcement costs a write nothing that counts. Then nodes announce although their copies end in time without it. Default: true. A
    /// store says false where announcing slows down its writes: nodes then have it announce only for copies that outlive the bound.
    /// </summary>
    bool AnnouncesAtNoCost => true;

    /// <summary>
    /// Has the store announce from now on, and returns the way on which announcements reach this node. Called once, before the first
    /// operation; a store on which it is never called announces nothing. Connects to nothing yet.
    /// </summary>
    /// <param name="announcer">Writes the messages. Thread-safe, and quick enough to be asked with each write.</param>
    /// <exception cref="InvalidOperationException">It was called before: two session types cannot share one store object.</exception>
    ISessionBackplane AnnounceWith(ISessionAnnouncer announcer);
}
