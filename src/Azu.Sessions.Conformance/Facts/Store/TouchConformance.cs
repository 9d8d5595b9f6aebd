namespace Azu.Sessions.Conformance;

/// <summary>Touch moves the times of use forward, and nothing else.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class TouchConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>Version and write id stay, so that a touch is never the reason for a conflict.</summary>
    [Fact]
    public async Task A_touch_moves_the_times_and_nothing_else()
    {
        var created = await CreatedAsync(SampleRecords.Complete(Rig.Now));
        var (seen, expires) = (created.LastSeenAt.AddTicks(3_000_000_001), created.ExpiresAt.AddTicks(3_000_000_001));
        Assert.True(await Store.TouchAsync(created.Id, seen, expires, Token));
        SameRecord.Assert(created with { LastSeenAt = seen, ExpiresAt = expires }, await FoundAsync(created.Id));
    }

    /// <summary>Two requests may arrive in the wrong order.</summary>
    [Fact]
    public async Task A_touch_never_moves_a_time_back()
    {
        var created = await CreatedAsync(NewSession());
        Assert.True(await Store.TouchAsync(created.Id, created.LastSeenAt.AddMinutes(-5), created.ExpiresAt.AddMinutes(-5), Token),
            "TouchAsync answered false for a session that is there.");
        SameRecord.Assert(created, await FoundAsync(created.Id));
    }

    /// <summary>What is stored was true at one moment: the two times are never mixed from two pairs.</summary>
    [Fact]
    public async Task A_touch_takes_one_pair_of_times_whole()
    {
        var created = await CreatedAsync(NewSession());
        var (seen, expires) = (created.LastSeenAt.AddMinutes(-5), created.ExpiresAt.AddMinutes(5));
        Assert.True(await Store.TouchAsync(created.Id, created.LastSeenAt.AddMinutes(5), created.ExpiresAt.AddMinutes(-5), Token),
            "TouchAsync answered false for a session that is there, because its times did not move.");
        SameRecord.Assert(created, await FoundAsync(created.Id));
        Assert.True(await Store.TouchAsync(created.Id, seen, expires, Token));
        SameRecord.Assert(created with { LastSeenAt = seen, ExpiresAt = expires }, await FoundAsync(created.Id));
    }

    /// <summary>On a tie the later use counts.</summary>
    [Fact]
    public async Task Of_two_pairs_that_expire_together_the_one_seen_later_counts()
    {
        var created = await CreatedAsync(NewSession());
        var seen = created.LastSeenAt.AddMinutes(5);
        Assert.True(await Store.TouchAsync(created.Id, seen, created.ExpiresAt, Token));
        Assert.True(await Store.TouchAsync(created.Id, seen.AddMinutes(-1), created.ExpiresAt, Token));
        SameRecord.Assert(created with { LastSeenAt = seen }, await FoundAsync(created.Id));
    }

    /// <summary>Both pairs end at the absolute time, so that is a tie: an older touch does not win by an expiry that it will never have.</summary>
    [Fact]
    public async Task Times_are_cut_at_the_absolute_end_before_they_are_compared()
    {
        var created = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        var end = created.AbsoluteExpiresAt!.Value;
        var seen = created.LastSeenAt.AddMinutes(5);
        Assert.True(await Store.TouchAsync(created.Id, seen, end.AddHours(1), Token));
        Assert.True(await Store.TouchAsync(created.Id, seen.AddMinutes(-1), end.AddHours(2), Token));
        SameRecord.Assert(created with { LastSeenAt = seen, ExpiresAt = end }, await FoundAsync(created.Id));
    }

    /// <summary>What a store returns never expires after its absolute end, from the first record on.</summary>
    [Fact]
    public async Task A_session_is_cut_at_its_absolute_end_when_it_is_created()
    {
        var end = Rig.Now.AddMinutes(30);
        var created = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice") with { AbsoluteExpiresAt = end });
        SameRecord.Assert(created with { ExpiresAt = end }, await FoundAsync(created.Id));
    }

    /// <summary>A time with an offset is the same moment.</summary>
    [Fact]
    public async Task A_touch_with_an_offset_is_at_the_same_moment()
    {
        var created = await CreatedAsync(NewSession());
        var (seen, expires) = (created.LastSeenAt.AddMinutes(5), created.ExpiresAt.AddMinutes(5));
        var offset = TimeSpan.FromMinutes(345);
        Assert.True(await Store.TouchAsync(created.Id, seen.ToOffset(offset), expires.ToOffset(offset), Token));
        SameRecord.Assert(created with { LastSeenAt = seen, ExpiresAt = expires }, await FoundAsync(created.Id));
    }

    /// <summary>However much a session is used, it ends at its absolute time.</summary>
    [Fact]
    public async Task A_touch_never_moves_the_expiry_past_the_absolute_one()
    {
        var created = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        Assert.True(await Store.TouchAsync(created.Id, created.LastSeenAt, created.ExpiresAt.AddDays(1), Token));
        SameRecord.Assert(created with { ExpiresAt = created.AbsoluteExpiresAt!.Value }, await FoundAsync(created.Id));
    }

    /// <summary>A touch follows the absolute time that an update has set.</summary>
    [Fact]
    public async Task A_touch_after_an_update_obeys_the_new_absolute_time()
    {
        var created = await CreatedAsync(NewSession());
        var end = created.ExpiresAt.AddMinutes(10);
        var updated = await UpdatedAsync(created, created.Next() with { AbsoluteExpiresAt = end });
        Assert.True(await Store.TouchAsync(created.Id, created.LastSeenAt, end.AddDays(1), Token));
        SameRecord.Assert(updated with { ExpiresAt = end }, await FoundAsync(created.Id));
    }

    /// <summary>No operation but create inserts.</summary>
    [Fact]
    public async Task A_touch_of_an_unknown_session_answers_false_and_inserts_nothing()
    {
        var id = SessionId.New();
        Assert.False(await Store.TouchAsync(id, Rig.Now, Rig.Now.AddHours(1), Token), "TouchAsync answered true for an unknown id.");
        await NotFoundAsync(id);
    }

    /// <summary>The version stays, so an update made before the touch still fits.</summary>
    [Fact]
    public async Task A_touch_is_no_conflict_for_an_update_that_was_on_its_way()
    {
        var created = await CreatedAsync(NewSession());
        Assert.True(await Store.TouchAsync(created.Id, created.LastSeenAt.AddMinutes(1), created.ExpiresAt.AddMinutes(1), Token));
        await UpdatedAsync(created, created.Next());
    }
}
