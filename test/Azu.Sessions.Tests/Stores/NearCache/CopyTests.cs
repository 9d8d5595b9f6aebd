namespace Azu.Sessions.Tests;

/// <summary>When a copy is used, and what becomes of it.</summary>
[Trait("Requirement", "R-86")]
public sealed class CopyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_is_not_used_without_the_lease()
    {
        var rig = new CacheRig();
        var record = await rig.CopiedAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.NotNull(rig.Recall(record.Id));
        rig.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_copy_from_before_the_lease_returned_is_gone()
    {
        var rig = new CacheRig();
        var record = await rig.CopiedAsync();
        rig.Listener.Interrupted();
        Assert.Null(rig.Recall(record.Id));
        rig.TakeLease();
        Assert.Null(rig.Recall(record.Id));
        Assert.Equal(0, rig.Copies.Count);
    }

    [Fact]
    public async Task A_copy_is_used_for_no_longer_than_its_time_to_live()
    {
        var rig = new CacheRig(ttl: TimeSpan.FromSeconds(30));
        var record = await rig.CopiedAsync();
        KeepLease(rig, seconds: 29);
        Assert.NotNull(rig.Recall(record.Id));
        KeepLease(rig, seconds: 1);
        Assert.Null(rig.Recall(record.Id));
        await rig.Cache.FindAsync(record.Id, Token);
        Assert.NotNull(rig.Recall(record.Id));
    }

    [Fact]
    public async Task The_time_to_live_counts_from_before_the_store_was_asked()
    {
        var rig = new CacheRig(ttl: TimeSpan.FromSeconds(30));
        var record = await rig.StoredAsync();
        rig.Store.Holds = true;
        var loading = rig.Cache.FindAsync(record.Id, Token);
        KeepLease(rig, seconds: 20);
        rig.Store.Answer();
        await loading;
        KeepLease(rig, seconds: 10);
        Assert.Null(rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_touch_moves_the_times_of_a_copy_forward_and_never_back()
    {
        var rig = new CacheRig();
        var record = await rig.CopiedAsync();
        var later = record.ExpiresAt.AddMinutes(5);
        Assert.True(await rig.Cache.TouchAsync(record.Id, record.LastSeenAt.AddMinutes(5), later, Token));
        Assert.Equal(later, rig.Recall(record.Id)!.ExpiresAt);
        Assert.Equal(record.LastSeenAt.AddMinutes(5), rig.Recall(record.Id)!.LastSeenAt);
        await rig.Cache.TouchAsync(record.Id, record.LastSeenAt, record.ExpiresAt, Token);
        Assert.Equal(later, rig.Recall(record.Id)!.ExpiresAt);
        Assert.Equal(record.Version, rig.Recall(record.Id)!.Version);
    }

    [Fact]
    public async Task A_slow_load_does_not_undo_a_touch()
    {
        var rig = new CacheRig();
        var record = await rig.CopiedAsync();
        rig.Store.Holds = true;
        var loading = rig.Cache.FindAsync(record.Id, Token);
        rig.Store.Holds = false;
        await rig.Cache.TouchAsync(record.Id, record.LastSeenAt.AddMinutes(5), record.ExpiresAt.AddMinutes(5), Token);
        rig.Store.Answer();
        await loading;
        Assert.Equal(record.ExpiresAt.AddMinutes(5), rig.Recall(record.Id)!.ExpiresAt);
    }

    [Fact]
    public async Task A_touch_that_finds_no_session_takes_the_copy_away()
    {
        var rig = new CacheRig();
        var record = await rig.CopiedAsync();
        await rig.Store.Behind.RemoveAsync(record.Id, Token);
        Assert.False(await rig.Cache.TouchAsync(record.Id, record.LastSeenAt, record.ExpiresAt, Token));
        Assert.Null(rig.Recall(record.Id));
    }

    [Fact]
    public async Task There_are_never_more_copies_than_allowed()
    {
        var rig = new CacheRig(maxCopies: 10);
        for (var i = 0; i < 100; i++)
        {
            await rig.CopiedAsync();
            Assert.InRange(rig.Copies.Count, 1, 10);
        }

        Assert.Equal(10, rig.Copies.Count);
    }

    [Fact]
    public async Task Copies_never_take_more_bytes_than_allowed()
    {
        var rig = new CacheRig(maxBytes: 64 * 1024);
        for (var i = 0; i < 100; i++)
        {
            await rig.CopiedAsync(new string('x', 100 * i));
            Assert.InRange(rig.Copies.Bytes, 1, 64 * 1024);
        }

        Assert.InRange(rig.Copies.Count, 5, 20);
    }

    [Fact]
    public async Task A_session_that_is_larger_than_all_bounds_is_not_kept_and_takes_nobodys_place()
    {
        var rig = new CacheRig(maxBytes: 64 * 1024);
        var small = await rig.CopiedAsync();
        var large = await rig.CopiedAsync(new string('x', 64 * 1024));
        Assert.Null(rig.Recall(large.Id));
        Assert.NotNull(rig.Recall(small.Id));
    }

    [Fact]
    public async Task A_session_that_outgrew_the_bounds_leaves_no_older_copy()
    {
        var rig = new CacheRig(maxBytes: 64 * 1024);
        var record = await rig.CopiedAsync();
        await rig.Cache.UpdateAsync(record.Next(new string('x', 64 * 1024)), record.Version, Token);
        Assert.Null(rig.Recall(record.Id));
        Assert.Equal((0, 0), (rig.Copies.Count, rig.Copies.Bytes));
    }

    [Fact]
    public async Task Copies_in_use_stay_when_others_give_way()
    {
        var rig = new CacheRig(maxCopies: 20);
        var used = new List<SessionRecord>();
        for (var i = 0; i < 5; i++) used.Add(await rig.CopiedAsync());
        for (var i = 0; i < 200; i++)
        {
            foreach (var record in used) Assert.NotNull(rig.Recall(record.Id));
            await rig.CopiedAsync();
        }

        Assert.All(used, r => Assert.NotNull(rig.Recall(r.Id)));
    }

    [Fact]
    public async Task Somebody_gives_way_also_when_all_are_in_use()
    {
        var rig = new CacheRig(maxCopies: 100);
        var all = new List<SessionRecord>();
        for (var i = 0; i < 300; i++)
        {
            all.Add(await rig.CopiedAsync());
            foreach (var record in all) rig.Recall(record.Id);
        }

        Assert.Equal(100, rig.Copies.Count);
    }

    [Fact]
    public async Task The_books_are_right_after_everything()
    {
        var rig = new CacheRig(maxCopies: 50);
        for (var i = 0; i < 200; i++)
        {
            var record = await rig.CopiedAsync(new string('x', i));
            if (i % 3 == 0) await rig.Cache.UpdateAsync(record.Next(new string('y', 2 * i)), record.Version, Token);
            if (i % 5 == 0) await rig.Cache.RemoveAsync(record.Id, Token);
            if (i % 7 == 0) await rig.Cache.TouchAsync(record.Id, record.LastSeenAt.AddSeconds(1), record.ExpiresAt.AddSeconds(1), Token);
        }

        rig.Copies.DropAll();
        Assert.Equal((0, 0), (rig.Copies.Count, rig.Copies.Bytes));
        var kept = await rig.CopiedAsync();
        Assert.Equal((1, 144 + SessionRecordFormat.Pack(kept).Length), (rig.Copies.Count, rig.Copies.Bytes));
    }

    [Fact]
    public async Task A_copy_is_bytes_and_not_the_object_that_was_given()
    {
        var rig = new CacheRig();
        var bytes = "{\"a\":1}"u8.ToArray();
        var record = SampleRecords.Anonymous(rig.Clock.GetUtcNow()) with { Payload = bytes };
        await rig.Cache.CreateAsync(record, Token);
        bytes[5] = (byte)'2';
        Assert.Equal("{\"a\":1}", System.Text.Encoding.UTF8.GetString(rig.Recall(record.Id)!.Payload.Span));
        Assert.NotSame(rig.Recall(record.Id), rig.Recall(record.Id));
    }

    [Fact]
    public async Task A_hit_allocates_the_record_and_nothing_else()
    {
        var rig = new CacheRig();
        var record = await rig.CopiedAsync();
        var packed = SessionRecordFormat.Pack(record);
        for (var i = 0; i < 100; i++) rig.Recall(record.Id);
        var recalled = Allocated(() => rig.Recall(record.Id));
        var unpacked = Allocated(() => SessionRecordFormat.Unpack(packed));
        Assert.Equal(unpacked, recalled);
    }

    [Fact]
    public async Task Stale_copies_are_as_old_as_the_last_proof_and_no_older()
    {
        var rig = new CacheRig();
        var record = await rig.CopiedAsync();
        rig.Listener.Interrupted();
        rig.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.True(rig.Cache.TryRecallStale(record.Id, TimeSpan.FromMinutes(1), out var stale));
        SameRecord.Assert(record, stale);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(rig.Cache.TryRecallStale(record.Id, TimeSpan.FromMinutes(1), out _));
    }

    [Fact]
    public async Task What_this_node_has_seen_without_the_lease_supersedes_its_stale_copy()
    {
        var rig = new CacheRig();
        var record = await rig.CopiedAsync();
        rig.Listener.Interrupted();
        await rig.UpdateElsewhereAsync(record, isAnnounced: false);
        await rig.Cache.FindAsync(record.Id, Token);
        Assert.False(rig.Cache.TryRecallStale(record.Id, TimeSpan.FromMinutes(1), out _));
    }

    private static long Allocated(Action act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) act();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
    }

    private static void KeepLease(CacheRig rig, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            rig.TakeLease();
        }
    }
}
