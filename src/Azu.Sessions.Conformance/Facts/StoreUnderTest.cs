namespace Azu.Sessions.Conformance;

/// <summary>
/// What a store author writes: how the conformance kit gets at the store, its index and its clock. Each fact makes its own instance, so
/// each must come with a store that is empty and that no other instance sees (a fresh directory, schema or key prefix).
/// What is costly to start, such as a server, belongs in a fixture of the test assembly
/// (<c>TestContext.Current.GetFixture&lt;T&gt;()</c> finds it).
/// <para>
/// A store that takes a <see cref="TimeProvider"/> is given <see cref="Clock"/>, which is a <see cref="ManualTimeProvider"/> unless the
/// constructor says otherwise. A store that lives by real time, such as a server's own expiry, hands <see cref="TimeProvider.System"/> (or what
/// asks that server) to the constructor; the kit then really waits, for short lives (<see cref="ShortLife"/>) only.
/// </para>
/// </summary>
public abstract class StoreUnderTest : IAsyncLifetime
{
    /// <summary>A store that lives by <paramref name="clock"/>; by a <see cref="ManualTimeProvider"/>, if null.</summary>
    protected StoreUnderTest(TimeProvider? clock = null) => Clock = clock ?? new ManualTimeProvider();

    /// <summary>
    /// The store, once <see cref="InitializeAsync"/> is through. Give it time-outs of a minute: up to 64 writers meet in it, and on a busy machine a
    /// time-out of seconds would be taken for a failure of the store.
    /// </summary>
    public abstract ISessionStore Store { get; }

    /// <summary>The index of the same store; null if it has none.</summary>
    public virtual ISessionIndex? Index => null;

    /// <summary>
    /// A store of the same kind whose infrastructure cannot be reached: at a port where nothing listens, in a directory that is not there. Null for a
    /// store inside this process, which cannot fail that way.
    /// </summary>
    public virtual ISessionStore? Unreachable => null;

    /// <summary>The index of <see cref="Unreachable"/>; by default that store itself, where it is one.</summary>
    public virtual ISessionIndex? UnreachableIndex => Unreachable as ISessionIndex;

    /// <summary>
    /// Whether the store tells a record that a newer version wrote from a broken one. True for a store that keeps packed records
    /// (<see cref="SessionRecordFormat.Read"/> does it); false for one whose fields are columns.
    /// </summary>
    public virtual bool TellsNewerFromBroken => true;

    /// <summary>The clock by which the store decides what is expired.</summary>
    public TimeProvider Clock { get; }

    /// <summary>
    /// How exactly the kit can hit a moment of <see cref="Clock"/>: one tick on a manual clock. On a real one 250 ms, for the distance
    /// between two clocks and the store's own granularity.
    /// </summary>
    public virtual TimeSpan Precision => Clock is ManualTimeProvider ? TimeSpan.FromTicks(1) : TimeSpan.FromMilliseconds(250);

    /// <summary>How long sessions that are to expire live in the facts about expiry; many times <see cref="Precision"/>.</summary>
    public virtual TimeSpan ShortLife => Clock is ManualTimeProvider ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(2);

    /// <summary>How many rounds each race is run; the environment variable <c>AZU_RACE_ROUNDS</c> overrules it.</summary>
    public virtual int Rounds => 200;

    /// <summary>How many sessions are "many": more than the store handles in one batch.</summary>
    public virtual int Many => 2_500;

    /// <summary>What <see cref="Clock"/> shows.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Starts the store.</summary>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Makes what is stored for a session unreadable, behind the store's back. A store that keeps packed records puts
    /// <see cref="SpoiltRecord.Of"/> in their place; one with columns puts nonsense into one of them. The entries of its lists stay.
    /// </summary>
    public abstract ValueTask SpoilAsync(SessionId id, Spoiling how);

    /// <summary>Lets <paramref name="time"/> pass on <see cref="Clock"/>: at once if it is manual, and by waiting if it is real.</summary>
    public virtual async ValueTask AdvanceAsync(TimeSpan time)
    {
        if (Clock is ManualTimeProvider manual)
        {
            manual.Advance(time);
            return;
        }
        var target = Now + time;
        for (var left = time; left > TimeSpan.Zero; left = target - Now)
        {
            // Rounded up: a timer counts milliseconds, and one that came too early would only lead to one more turn.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Clock, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Stops the store and removes what it kept.</summary>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
