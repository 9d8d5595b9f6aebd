namespace Azu.Sessions.Tests;

/// <summary>Runs many random schedules, and adds up what happened in them.</summary>
internal static class SimulationRun
{
    private static readonly AsyncLocal<TimeSpan?> s_bound = new();

    /// <summary>A bound that is checked in place of the lease: a test of the tests.</summary>
    public static TimeSpan? Bound => s_bound.Value;

    public static Totals Of(int firstSeed, int count, int steps, TimeSpan? bound = null, ClocksInUse? withoutLease = null)
    {
        // What waits for a call must go on within the step that answers it.
        SynchronizationContext.SetSynchronizationContext(null);
        s_bound.Value = bound;
        var totals = new Totals();
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var simulation = new ClusterSimulation(seed, nodes: 3, sessions: 6, lease: TimeSpan.FromSeconds(2), withoutLease);
            for (var step = 0; step < steps; step++) simulation.Step();
            foreach (var node in simulation.Nodes)
            {
                totals.Hits += node.Hits;
                totals.OutdatedHits += node.OutdatedHits;
                totals.Misses += node.Misses;
                totals.Interruptions += node.Interruptions;
                totals.FillsDropped += node.FillsDropped;
                totals.Lost += node.Channel.Lost;
                if (node.Wrong is { } wrong) totals.Wrong.Add($"Seed {seed}: {wrong}");
            }
        }

        return totals;
    }

    internal sealed class Totals
    {
        public long Hits { get; set; }

        public long OutdatedHits { get; set; }

        public long Misses { get; set; }

        public long Interruptions { get; set; }

        public long FillsDropped { get; set; }

        public long Lost { get; set; }

        public List<string> Wrong { get; } = [];

        public override string ToString() =>
            $"{Hits} hits ({OutdatedHits} of something already changed), {Misses} misses, {FillsDropped} fills dropped, {Interruptions} interruptions, " +
            $"{Lost} announcements lost";
    }
}
