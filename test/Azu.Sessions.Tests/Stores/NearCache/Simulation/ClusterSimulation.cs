namespace Azu.Sessions.Tests;

/// <summary>
/// The server of a simulated cluster: what each session is, what it was when, and the roads to the nodes. One thread, one clock, no waiting:
/// everything that could happen at any moment happens when a random number says so, and a seed repeats it.
/// </summary>
internal sealed class ClusterSimulation
{
    public const long Removed = long.MaxValue;

    public ClusterSimulation(int seed, int nodes, int sessions, TimeSpan lease, ClocksInUse? withoutLease = null)
    {
        (Chance, Lease, WithoutLease, IsSuspending) = (new(seed), lease, withoutLease, seed % 2 == 0);
        for (var i = 0; i < sessions; i++)
        {
            var record = SampleRecords.Anonymous(Clock.GetUtcNow()) with { ExpiresAt = Clock.GetUtcNow().AddYears(1) };
            Ids.Add(record.Id);
            Records[record.Id] = record;
            History[record.Id] = [(Clock.GetTimestamp(), 1)];
        }

        for (var i = 0; i < nodes; i++) Nodes.Add(new(this));
    }

    public Random Chance { get; }

    /// <summary>How long nodes may use a copy.</summary>
    public TimeSpan Lease { get; }

    /// <summary>Set: nodes have no lease, and go by these clocks.</summary>
    public ClocksInUse? WithoutLease { get; }

    /// <summary>
    /// What happens to machines whose clocks count: they are suspended, or their clocks are set. Both at once could not be told from neither.
    /// </summary>
    public bool IsSuspending { get; }

    public ManualTimeProvider Clock { get; } = new();

    public List<SessionId> Ids { get; } = [];

    public Dictionary<SessionId, SessionRecord> Records { get; } = [];

    public List<SimulatedNode> Nodes { get; } = [];

    /// <summary>Which version each session has had since when.</summary>
    private Dictionary<SessionId, List<(long At, long Version)>> History { get; } = [];

    public SessionId AnyId() => Ids[Chance.Next(Ids.Count)];

    public bool Happens(double probability) => Chance.NextDouble() < probability;

    /// <summary>Writes a session and tells everybody, in one step.</summary>
    public void Write(SessionRecord? record, SessionId id, byte[] announcement)
    {
        if (record is null) Records.Remove(id);
        else Records[id] = record;
        History[id].Add((Clock.GetTimestamp(), record?.Version ?? Removed));
        foreach (var node in Nodes) node.Channel.Announce(announcement);
    }

    /// <summary>What everybody must have known of a session for longer than <paramref name="lag"/>.</summary>
    public long OldestTolerable(SessionId id, TimeSpan lag) => History[id].Last(h => h == History[id][0] || h.At <= Clock.GetTimestamp() - lag.Ticks).Version;

    public void Step()
    {
        if (Happens(0.2)) Clock.Advance(TimeSpan.FromMilliseconds(Happens(0.01) ? Chance.Next(0, 3000) : Chance.Next(0, 60)));
        Nodes[Chance.Next(Nodes.Count)].Step();
    }
}
