namespace Azu.Sessions.Conformance;

/// <summary>What one node has confirmed holds on every other; what belongs to a neighbour stays the neighbour's.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class SharedStoreConformance<TStore> : StoreFacts<TStore>
    where TStore : SharedStoreUnderTest, new()
{
    /// <summary>No delay between confirmation and the next read.</summary>
    [Fact]
    public async Task Every_confirmed_write_is_seen_by_the_other_node()
    {
        var created = await CreatedAsync(SampleRecords.Complete(Rig.Now));
        SameRecord.Assert(created, await Rig.OtherNode.FindAsync(created.Id, Token));
        var updated = await UpdatedAsync(created, created.Next("""{"n":2}"""));
        SameRecord.Assert(updated, await Rig.OtherNode.FindAsync(created.Id, Token));
        await Store.TouchAsync(created.Id, updated.LastSeenAt, updated.ExpiresAt.AddMinutes(1), Token);
        SameRecord.Assert(updated with { ExpiresAt = updated.ExpiresAt.AddMinutes(1) }, await Rig.OtherNode.FindAsync(created.Id, Token));
        await Store.RemoveAsync(created.Id, Token);
        Assert.Null(await Rig.OtherNode.FindAsync(created.Id, Token));
    }

    /// <summary>The version decides, whichever node asks.</summary>
    [Fact]
    public async Task A_conflict_with_a_write_of_the_other_node_carries_its_record()
    {
        var created = await CreatedAsync(NewSession());
        var theirs = created.Next("""{"n":"theirs"}""");
        Assert.Equal(UpdateOutcome.Updated, (await Rig.OtherNode.UpdateAsync(theirs, created.Version, Token)).Outcome);
        var result = await Store.UpdateAsync(created.Next(), created.Version, Token);
        Assert.True(result.IsConflict(out var current), $"UpdateAsync answered {result} although another node had written.");
        SameRecord.Assert(theirs, current);
    }

    /// <summary>Compare-and-set holds between processes.</summary>
    [Fact]
    public Task Writers_on_two_nodes_lose_no_update() => RoundsAsync(async (_, writers) =>
    {
        var created = await CreatedAsync(NewSession());
        var outcomes = await Together.RunAsync(writers, async i =>
            (await (i % 2 == 0 ? Store : Rig.OtherNode).UpdateAsync(created.Next(), created.Version, Token)).Outcome);
        var updated = outcomes.Count(outcome => outcome == UpdateOutcome.Updated);
        Assert.True(updated == 1, $"{updated} of {writers} writers on two nodes were told that they replaced {created}.");
    });

    /// <summary>Ids are ours alone within our own store only.</summary>
    [Fact]
    public async Task A_neighbour_has_sessions_of_its_own()
    {
        var ours = await CreatedAsync(NewSession());
        Assert.Null(await Rig.Neighbour.FindAsync(ours.Id, Token));
        Assert.True(await Rig.Neighbour.CreateAsync(SampleRecords.Anonymous(Rig.Now) with { Id = ours.Id }, Token),
            "The neighbour's id is taken by our session.");
        Assert.True(await Rig.Neighbour.RemoveAsync(ours.Id, Token));
        SameRecord.Assert(ours, await FoundAsync(ours.Id));
    }
}
