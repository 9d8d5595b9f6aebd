namespace Azu.Sessions;

/// <summary>The latest races of this node, with the ids that metrics must not have. Keeps none until something asks for them to be kept.</summary>
internal sealed class SessionRaces
{
    public const int Capacity = 500;

    private readonly Lock _lock = new();
    private readonly Queue<SessionRace> _latest = new();
    private volatile bool _isKeeping;

    /// <summary>Keeps races from now on.</summary>
    public void Keep() => _isKeeping = true;

    public void Note(SessionRaceKind kind, string type, SessionId id, TimeProvider time)
    {
        if (!_isKeeping) return;
        var race = new SessionRace(kind, type, id, time.GetUtcNow());
        lock (_lock)
        {
            if (_latest.Count == Capacity) _latest.Dequeue();
            _latest.Enqueue(race);
        }
    }

    /// <summary>The races of a session type, the newest first.</summary>
    public IReadOnlyList<SessionRace> Latest(string type)
    {
        lock (_lock) return [.. _latest.Where(race => race.Type == type).Reverse()];
    }
}
