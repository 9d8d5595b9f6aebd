namespace Azu.Sessions.Conformance;

/// <summary>For stores with an index beside others on the same infrastructure: administration ends at the store's own sessions.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class NeighbourConformance<TStore> : IndexFacts<TStore>
    where TStore : SharedStoreUnderTest, new()
{
    /// <summary>The same subject may exist in both.</summary>
    [Fact]
    public async Task A_neighbours_sessions_are_in_none_of_our_lists()
    {
        var ours = await CreatedAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] });
        await Rig.Neighbour.CreateAsync(NewSession("alice") with { Indexes = [new("tenant", "north")] }, Token);
        await ExactlyAsync(SessionQuery.All, ours);
        await ExactlyAsync(SessionQuery.BySubject("alice"), ours);
        await ExactlyAsync(SessionQuery.ByIndex("tenant", "north"), ours);
    }

    /// <summary>The most dangerous operation of all.</summary>
    [Fact]
    public async Task Clear_leaves_the_neighbours_sessions()
    {
        await CreatedAsync(5, _ => NewSession("alice"));
        var theirs = NewSession("alice");
        await Rig.Neighbour.CreateAsync(theirs, Token);
        Assert.Equal(5, await Index.ClearAsync(null, cancellationToken: Token));
        SameRecord.Assert(theirs, await Rig.Neighbour.FindAsync(theirs.Id, Token));
    }

    /// <summary>A neighbour sweeps for itself, and reports to its own application.</summary>
    [Fact]
    public async Task The_sweep_leaves_the_neighbours_sessions()
    {
        await Rig.Neighbour.CreateAsync(NewSession("alice", Rig.ShortLife), Token);
        await ShortLivesEndAsync();
        Assert.Empty((await Index.RemoveExpiredAsync(100, Token)).Records);
    }
}
