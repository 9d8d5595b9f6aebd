namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenSharedTests
{
    [Fact]
    public Task A_store_that_is_not_shared_at_all_is_caught() =>
        Caught.ByAsync<Facts<Apart>>(f => f.Every_confirmed_write_is_seen_by_the_other_node());

    [Fact]
    public Task A_store_whose_nodes_do_not_see_each_others_versions_is_caught() =>
        Caught.ByAsync<Facts<Remembering>>(
            f => f.Every_confirmed_write_is_seen_by_the_other_node(),
            f => f.A_conflict_with_a_write_of_the_other_node_carries_its_record(),
            f => f.Writers_on_two_nodes_lose_no_update());

    [Fact]
    public async Task A_store_that_mixes_with_its_neighbour_is_caught()
    {
        await Caught.ByAsync<Facts<Together>>(f => f.A_neighbour_has_sessions_of_its_own());
        await Caught.ByAsync<NeighbourFacts<Together>>(
            f => f.A_neighbours_sessions_are_in_none_of_our_lists(),
            f => f.Clear_leaves_the_neighbours_sessions(),
            f => f.The_sweep_leaves_the_neighbours_sessions());
    }

    private sealed class Facts<TRig> : SharedStoreConformance<TRig>
        where TRig : SharedStoreUnderTest, new();

    private sealed class NeighbourFacts<TRig> : NeighbourConformance<TRig>
        where TRig : SharedStoreUnderTest, new();

    private abstract class Nodes : SharedStoreUnderTest
    {
        protected Nodes(ReferenceData ours, ReferenceData others, ReferenceData neighbours)
        {
            Node = new() { Clock = Clock, Data = ours };
            OtherNode = new ReferenceStore { Clock = Clock, Data = others };
            Neighbour = new ReferenceStore { Clock = Clock, Data = neighbours };
        }

        public override ISessionStore Store => Node;

        public override ISessionIndex? Index => Node;

        public override ISessionStore OtherNode { get; }

        public override ISessionStore Neighbour { get; }

        public override ValueTask SpoilAsync(SessionId id, Spoiling how) => Node.Data.SpoilAsync(id, how);

        protected ReferenceStore Node { get; }
    }

    private sealed class Apart() : Nodes(new(), new(), new());

    private sealed class Together : Nodes
    {
        public Together() : this(new()) { }

        private Together(ReferenceData data) : base(data, data, data) { }
    }

    // Each node answers from what it has seen itself, and never looks again.
    private sealed class Remembering : SharedStoreUnderTest
    {
        public Remembering()
        {
            var data = new ReferenceData();
            Store = new Memory(data) { Clock = Clock };
            OtherNode = new Memory(data) { Clock = Clock };
            Neighbour = new ReferenceStore { Clock = Clock };
        }

        public override ISessionStore Store { get; }

        public override ISessionStore OtherNode { get; }

        public override ISessionStore Neighbour { get; }

        public override ValueTask SpoilAsync(SessionId id, Spoiling how) => throw new NotSupportedException();
    }

    private sealed class Memory(ReferenceData shared) : ReferenceStore
    {
        public override async ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
        {
            lock (shared.Lock) shared.Records.TryAdd(record.Id, Keep(record));
            return await base.CreateAsync(record, cancellationToken);
        }

        public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
        {
            Remember(id);
            return base.FindAsync(id, cancellationToken);
        }

        public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
        {
            Remember(record.Id);
            return base.UpdateAsync(record, expectedVersion, cancellationToken);
        }

        private void Remember(SessionId id)
        {
            lock (shared.Lock)
            {
                lock (Data.Lock)
                {
                    if (shared.Records.TryGetValue(id, out var known)) Data.Records.TryAdd(id, known);
                }
            }
        }
    }
}
