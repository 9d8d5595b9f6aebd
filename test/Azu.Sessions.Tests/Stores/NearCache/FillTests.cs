namespace Azu.Sessions.Tests;

/// <summary>What is loaded becomes a copy only if nothing overtook the load.</summary>
public sealed class FillTests
{
    private readonly CacheRig _rig = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_loaded_is_recalled_without_the_store()
    {
        var record = await _rig.StoredAsync();
        Assert.Null(_rig.Recall(record.Id));
        await _rig.Cache.FindAsync(record.Id, Token);
        var calls = _rig.Store.Calls;
        SameRecord.Assert(record, _rig.Recall(record.Id));
        Assert.Equal(calls, _rig.Store.Calls);
    }

    [Fact]
    public async Task What_was_written_here_is_recalled_as_written()
    {
        var record = await _rig.CopiedAsync();
        SameRecord.Assert(record, _rig.Recall(record.Id));
        var next = record.Next("{\"a\":1}");
        await _rig.Cache.UpdateAsync(next, record.Version, Token);
        SameRecord.Assert(next, _rig.Recall(record.Id));
    }

    [Fact]
    public async Task The_store_is_asked_by_every_find()
    {
        var record = await _rig.CopiedAsync();
        await _rig.UpdateElsewhereAsync(record, isAnnounced: false);
        Assert.Equal(2, (await _rig.Cache.FindAsync(record.Id, Token))!.Version);
        Assert.Equal(2, _rig.Recall(record.Id)!.Version);
    }

    [Fact]
    [Trait("Requirement", "R-83")]
    public async Task A_load_that_an_announced_removal_overtook_is_not_kept()
    {
        var record = await _rig.StoredAsync();
        var loading = HeldFind(record.Id);
        await _rig.RemoveElsewhereAsync(record.Id);
        _rig.Store.Answer();
        Assert.NotNull(await loading);
        Assert.Null(_rig.Recall(record.Id));
        Assert.Equal(1, _rig.Cache.FillsDropped);
    }

    [Fact]
    public async Task A_load_that_an_announced_update_overtook_is_not_kept()
    {
        var record = await _rig.StoredAsync();
        var loading = HeldFind(record.Id);
        await _rig.UpdateElsewhereAsync(record);
        _rig.Store.Answer();
        await loading;
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_load_that_already_brings_what_was_announced_is_kept()
    {
        var record = await _rig.StoredAsync();
        var next = await _rig.UpdateElsewhereAsync(record, isAnnounced: false);
        var loading = HeldFind(record.Id);
        _rig.Listener.Receive(_rig.Others.Updated(record.Id, next.Version));
        _rig.Store.Answer();
        await loading;
        SameRecord.Assert(next, _rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_load_that_a_write_of_this_node_overtook_is_not_kept()
    {
        var record = await _rig.StoredAsync();
        var loading = HeldFind(record.Id);
        _rig.Store.Holds = false;
        var next = record.Next();
        await _rig.Cache.UpdateAsync(next, record.Version, Token);
        _rig.Store.Answer();
        await loading;
        SameRecord.Assert(next, _rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_load_that_a_removal_of_this_node_overtook_is_not_kept()
    {
        var record = await _rig.StoredAsync();
        var loading = HeldFind(record.Id);
        _rig.Store.Holds = false;
        await _rig.Cache.RemoveAsync(record.Id, Token);
        _rig.Store.Answer();
        await loading;
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_load_that_began_during_a_removal_is_not_kept()
    {
        var record = await _rig.StoredAsync();
        _rig.Store.Holds = true;
        // Asked before the removal is carried out, answered after it is confirmed.
        var removing = new GateBefore(_rig.Store.Behind, record.Id);
        var cache = new NearCache(removing, _rig.Copies, _rig.Lease, TimeSpan.FromMinutes(1), _rig.Clock);
        var removal = cache.RemoveAsync(record.Id, Token).AsTask();
        var loading = HeldFind(record.Id);
        removing.Open();
        Assert.True(await removal);
        _rig.Store.Answer();
        await loading;
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task The_slower_of_two_loads_does_not_bring_back_what_is_older()
    {
        var record = await _rig.StoredAsync();
        var slow = HeldFind(record.Id);
        var next = await _rig.UpdateElsewhereAsync(record, isAnnounced: false);
        _rig.Store.Holds = false;
        await _rig.Cache.FindAsync(record.Id, Token);
        _rig.Store.Answer();
        Assert.Equal(1, (await slow)!.Version);
        SameRecord.Assert(next, _rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_write_whose_answer_was_overtaken_by_another_nodes_write_is_not_kept()
    {
        var record = await _rig.CopiedAsync();
        _rig.Store.Holds = true;
        var mine = record.Next();
        var writing = _rig.Cache.UpdateAsync(mine, record.Version, Token).AsTask();
        await _rig.UpdateElsewhereAsync(mine);
        _rig.Store.Answer();
        Assert.Equal(UpdateOutcome.Updated, (await writing).Outcome);
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task The_announcement_of_ones_own_write_takes_nothing_away()
    {
        var record = await _rig.CopiedAsync();
        _rig.Store.Holds = true;
        var next = record.Next();
        var writing = _rig.Cache.UpdateAsync(next, record.Version, Token).AsTask();
        _rig.Listener.Receive(_rig.Messages.Updated(record.Id, next.Version));
        _rig.Store.Answer();
        await writing;
        SameRecord.Assert(next, _rig.Recall(record.Id));
        _rig.Listener.Receive(_rig.Messages.Updated(record.Id, next.Version));
        SameRecord.Assert(next, _rig.Recall(record.Id));
    }

    [Fact]
    public async Task What_stood_in_the_way_of_a_write_is_kept()
    {
        var record = await _rig.CopiedAsync();
        var theirs = await _rig.UpdateElsewhereAsync(record, isAnnounced: false);
        Assert.True((await _rig.Cache.UpdateAsync(record.Next(), record.Version, Token)).IsConflict(out _));
        SameRecord.Assert(theirs, _rig.Recall(record.Id));
    }

    [Fact]
    public async Task After_a_write_of_unknown_outcome_the_node_does_not_go_on_with_what_it_had()
    {
        var record = await _rig.CopiedAsync();
        _rig.Store.Fails = true;
        await Assert.ThrowsAsync<SessionStoreException>(async () => await _rig.Cache.UpdateAsync(record.Next(), record.Version, Token));
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_removal_that_is_not_confirmed_counts_here_at_once()
    {
        var record = await _rig.CopiedAsync();
        _rig.Store.Fails = true;
        await Assert.ThrowsAsync<SessionStoreException>(async () => await _rig.Cache.RemoveAsync(record.Id, Token));
        Assert.Null(_rig.Recall(record.Id));
        Assert.False(_rig.Cache.TryRecallStale(record.Id, TimeSpan.FromHours(1), out _));
    }

    [Fact]
    public async Task A_session_that_the_store_does_not_have_is_forgotten()
    {
        var record = await _rig.CopiedAsync();
        await _rig.Store.Behind.RemoveAsync(record.Id, Token);
        Assert.Null(await _rig.Cache.FindAsync(record.Id, Token));
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task That_a_session_is_absent_is_not_kept()
    {
        var id = SessionId.New();
        Assert.Null(await _rig.Cache.FindAsync(id, Token));
        var record = SampleRecords.Anonymous(_rig.Clock.GetUtcNow()) with { Id = id };
        await _rig.Store.Behind.CreateAsync(record, Token);
        SameRecord.Assert(record, await _rig.Cache.FindAsync(id, Token));
        SameRecord.Assert(record, _rig.Recall(id));
    }

    [Fact]
    public async Task A_load_that_fails_leaves_the_next_one_free()
    {
        var record = await _rig.StoredAsync();
        _rig.Store.Fails = true;
        await Assert.ThrowsAsync<SessionStoreException>(async () => await _rig.Cache.FindAsync(record.Id, Token));
        _rig.Store.Fails = false;
        await _rig.Cache.FindAsync(record.Id, Token);
        Assert.NotNull(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_load_that_began_before_a_removal_that_does_not_verify_is_not_kept()
    {
        var record = await _rig.StoredAsync();
        var loading = HeldFind(record.Id);
        var message = _rig.Others.Removed(record.Id);
        message[^1] ^= 1;
        _rig.Listener.Receive(message);
        _rig.Store.Answer();
        await loading;
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_load_that_began_before_an_interruption_is_not_kept()
    {
        var record = await _rig.StoredAsync();
        var loading = HeldFind(record.Id);
        _rig.Listener.Interrupted();
        _rig.TakeLease();
        _rig.Store.Answer();
        await loading;
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_load_that_began_without_the_lease_is_not_kept()
    {
        var record = await _rig.StoredAsync();
        _rig.Listener.Interrupted();
        var loading = HeldFind(record.Id);
        _rig.TakeLease();
        _rig.Store.Answer();
        await loading;
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    public async Task Nodes_whose_store_lost_a_confirmed_write_follow_the_store()
    {
        var record = await _rig.CopiedAsync();
        await _rig.Cache.UpdateAsync(record.Next(), record.Version, Token);
        _rig.Store.Behind.Data.Records[record.Id] = record;
        await _rig.Cache.FindAsync(record.Id, Token);
        SameRecord.Assert(record, _rig.Recall(record.Id));
    }

    private Task<SessionRecord?> HeldFind(SessionId id)
    {
        _rig.Store.Holds = true;
        return _rig.Cache.FindAsync(id, Token).AsTask();
    }

    /// <summary>Holds a removal before it is carried out.</summary>
    private sealed class GateBefore(ISessionStore inner, SessionId id) : ForwardingStore(inner)
    {
        private readonly TaskCompletionSource _open = new();

        public void Open() => _open.SetResult();

        public override async ValueTask<RemoveResult> RemoveAsync(
            SessionId removed, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
        {
            if (removed == id) await _open.Task;
            return await Inner.RemoveAsync(removed, condition, reason, actor, cancellationToken);
        }
    }
}
