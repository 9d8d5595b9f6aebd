namespace Azu.Sessions.Testing;

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

    /// <summary>Each of the two times is taken for itself.</summary>
    [Fact]
    public async Task A_touch_moves_each_time_by_itself()
    {
        var created = await CreatedAsync(NewSession());
        var (seen, expires) = (created.LastSeenAt.AddMinutes(5), created.ExpiresAt.AddMinutes(5));
        Assert.True(await Store.TouchAsync(created.Id, seen, created.ExpiresAt.AddMinutes(-5), Token));
        SameRecord.Assert(created with { LastSeenAt = seen }, await FoundAsync(created.Id));
        Assert.True(await Store.TouchAsync(created.Id, created.LastSeenAt, expires, Token));
        SameRecord.Assert(created with { LastSeenAt = seen, ExpiresAt = expires }, await FoundAsync(created.Id));
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
