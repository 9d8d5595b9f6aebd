namespace Azu.Sessions.Conformance;

/// <summary>For stores that are <see cref="ISessionNodes"/>: they know how long the slowest running node may admit a session that has ended.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class NodesConformance<TStore> : StoreFacts<TStore>
    where TStore : SharedStoreUnderTest, new()
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(1);

    private ISessionNodes Nodes =>
        Store as ISessionNodes
            ?? throw new InvalidOperationException($"{typeof(TStore).Name} gives no {nameof(ISessionNodes)}, so {GetType().Name} does not apply to it: " +
            "remove that class.");

    /// <summary>No node, no lag.</summary>
    [Fact]
    public async Task Without_a_node_there_is_no_lag() => Assert.Null(await Nodes.FindLongestLagAsync(Token));

    /// <summary>The slowest node counts, on whichever node it is asked.</summary>
    [Fact]
    public async Task The_longest_lag_of_all_nodes_counts()
    {
        await Nodes.NoteNodeAsync("a", TimeSpan.FromSeconds(2), s_lifetime, Token);
        await Nodes.NoteNodeAsync("b", TimeSpan.FromSeconds(30), s_lifetime, Token);
        await ((ISessionNodes)Rig.OtherNode).NoteNodeAsync("c", TimeSpan.FromSeconds(7), s_lifetime, Token);
        Assert.Equal(TimeSpan.FromSeconds(30), await Nodes.FindLongestLagAsync(Token));
        Assert.Equal(TimeSpan.FromSeconds(30), await ((ISessionNodes)Rig.OtherNode).FindLongestLagAsync(Token));
    }

    /// <summary>A node whose configuration changed is noted by its new lag.</summary>
    [Fact]
    public async Task A_node_that_is_noted_again_replaces_its_note()
    {
        await Nodes.NoteNodeAsync("a", TimeSpan.FromSeconds(30), s_lifetime, Token);
        await Nodes.NoteNodeAsync("a", TimeSpan.FromSeconds(2), s_lifetime, Token);
        Assert.Equal(TimeSpan.FromSeconds(2), await Nodes.FindLongestLagAsync(Token));
    }

    /// <summary>A node that stopped counts no longer; one that is noted again still counts.</summary>
    [Fact]
    public async Task A_note_lapses_after_its_lifetime()
    {
        await Nodes.NoteNodeAsync("stopped", TimeSpan.FromSeconds(30), Rig.ShortLife, Token);
        await Nodes.NoteNodeAsync("running", TimeSpan.FromSeconds(2), Rig.ShortLife, Token);
        await Nodes.NoteNodeAsync("running", TimeSpan.FromSeconds(2), s_lifetime, Token);
        await Rig.AdvanceAsync(Rig.ShortLife + Rig.Precision);
        Assert.Equal(TimeSpan.FromSeconds(2), await Nodes.FindLongestLagAsync(Token));
    }

    /// <summary>Rounded up to the millisecond: a lag that is said too short would be a promise that is not kept.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(10_000, 1)]
    [InlineData(10_001, 2)]
    [InlineData(25_000_000, 2_500)]
    public async Task A_lag_is_rounded_up_to_the_millisecond(long ticks, int milliseconds)
    {
        await Nodes.NoteNodeAsync("a", TimeSpan.FromTicks(ticks), s_lifetime, Token);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), await Nodes.FindLongestLagAsync(Token));
    }

    /// <summary>A node's name is a text like any other.</summary>
    [Theory]
    [MemberData(nameof(HostileText.Names), MemberType = typeof(HostileText))]
    public async Task A_node_may_have_any_name(string name)
    {
        await Nodes.NoteNodeAsync("another", TimeSpan.FromSeconds(1), s_lifetime, Token);
        await Nodes.NoteNodeAsync(HostileText.All[name], TimeSpan.FromSeconds(30), s_lifetime, Token);
        await Nodes.NoteNodeAsync(HostileText.All[name], TimeSpan.FromSeconds(2), s_lifetime, Token);
        Assert.Equal(TimeSpan.FromSeconds(2), await Nodes.FindLongestLagAsync(Token));
    }

    /// <summary>Another application's nodes are not ours.</summary>
    [Fact]
    public async Task A_neighbours_nodes_do_not_count()
    {
        await ((ISessionNodes)Rig.Neighbour).NoteNodeAsync("theirs", TimeSpan.FromSeconds(30), s_lifetime, Token);
        Assert.Null(await Nodes.FindLongestLagAsync(Token));
    }

    /// <summary>Cancelled before it starts.</summary>
    [Fact]
    public async Task A_cancelled_note_throws_and_notes_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Nodes.NoteNodeAsync("a", TimeSpan.FromSeconds(2), s_lifetime, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Nodes.FindLongestLagAsync(cancelled));
        Assert.Null(await Nodes.FindLongestLagAsync(Token));
    }
}
