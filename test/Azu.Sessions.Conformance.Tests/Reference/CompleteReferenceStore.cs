namespace Azu.Sessions.Conformance.Tests;

/// <summary>The reference store with everything that a store may offer beside its contract.</summary>
public class CompleteReferenceStore : ReferenceStore, ISessionPresence, IPreparedStore, ISessionNodes, ISessionClock
{
    public virtual ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock) return new([.. known.Where(HasEnded).Select(session => session.Id)]);
    }

    public virtual ValueTask PrepareAsync(CancellationToken cancellationToken = default) => default;

    public virtual ValueTask NoteNodeAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock) Data.Nodes[node] = (maxRevocationLag, Clock.GetUtcNow() + lifetime);
        return default;
    }

    public virtual ValueTask<TimeSpan?> FindLongestLagAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Data.Lock) return new(Data.Nodes.Values.Where(note => note.Until > Clock.GetUtcNow()).Max(note => (TimeSpan?)Rounded(note.Lag)));
    }

    public virtual ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(TimeProvider.System.GetUtcNow());
    }

    public virtual bool HasEnded(SessionPresence known) => Data.Spoilt.GetValueOrDefault(known.Id, Spoiling.Broken) != Spoiling.Newer
        && (Alive(known.Id) is not { } stored || (known.Subject is { } subject && stored.Subject != subject));

    public virtual TimeSpan Rounded(TimeSpan lag) => TimeSpan.FromMilliseconds(Math.Ceiling(lag.TotalMilliseconds));
}
