namespace Azu.Sessions.Conformance;

/// <summary>
/// A session is there until <see cref="SessionRecord.StoreGrace"/> after <see cref="SessionRecord.ExpiresAt"/>, and from then on absent in
/// every operation, whether or not it is physically gone.
/// </summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class ExpiryConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>The store's last moment is exact: the engine's own decisions lie before it.</summary>
    [Fact]
    public async Task A_session_is_found_until_the_grace_after_its_expiry_is_over()
    {
        // On a real clock a busy machine may let the moment pass before the answer is there: then once more, with a longer life.
        for (var life = Rig.ShortLife; ; life *= 2)
        {
            var created = await CreatedAsync(Ending(life));
            await Rig.AdvanceAsync(life - Rig.Precision);
            var found = await Store.FindAsync(created.Id, Token);
            var inTime = created.IsRetained(Rig.Now);
            await Rig.AdvanceAsync(2 * Rig.Precision);
            await NotFoundAsync(created.Id);
            if (!inTime) continue;
            SameRecord.Assert(created, found);
            return;
        }
    }

    /// <summary>Not a tick too long.</summary>
    [Fact]
    public async Task A_session_whose_grace_is_over_is_not_found()
    {
        var expired = await ExpiredAsync(Ending(Rig.ShortLife));
        await NotFoundAsync(expired.Id);
    }

    /// <summary>The write that was under way when the session ended.</summary>
    [Fact]
    public async Task An_update_of_an_expired_session_is_gone_and_revives_nothing()
    {
        var expired = await ExpiredAsync(Ending(Rig.ShortLife));
        var next = expired.Next() with { LastSeenAt = Rig.Now, ExpiresAt = Rig.Now.AddHours(1) };
        Assert.Equal(UpdateOutcome.Gone, (await Store.UpdateAsync(next, expired.Version, Token)).Outcome);
        await NotFoundAsync(expired.Id);
    }

    /// <summary>Even a write that would only have to recognise itself.</summary>
    [Fact]
    public async Task An_update_of_an_expired_session_is_never_a_conflict()
    {
        var expired = await ExpiredAsync(Ending(Rig.ShortLife));
        Assert.Equal(UpdateOutcome.Gone, (await Store.UpdateAsync(expired.Next() with { Version = 6 }, 5, Token)).Outcome);
        Assert.Equal(UpdateOutcome.Gone, (await Store.UpdateAsync(expired, expired.Version - 1, Token)).Outcome);
    }

    /// <summary>The touch that was under way when the session ended.</summary>
    [Fact]
    public async Task A_touch_of_an_expired_session_answers_false_and_revives_nothing()
    {
        var expired = await ExpiredAsync(Ending(Rig.ShortLife));
        Assert.False(await Store.TouchAsync(expired.Id, Rig.Now, Rig.Now.AddHours(1), Token), "TouchAsync answered true for an expired session.");
        await NotFoundAsync(expired.Id);
    }

    /// <summary>Another node's clock may still admit the session: a record that is there is removed and returned.</summary>
    [Fact]
    public async Task An_expired_session_that_is_still_there_is_removed_and_reported()
    {
        var expired = await ExpiredAsync(Ending(Rig.ShortLife));
        var result = await Store.RemoveAsync(expired.Id, RemoveCondition.Always, SessionEndReason.Revoked, cancellationToken: Token);
        Assert.True(result.IsRemoved || !Store.Capabilities.HasFlag(SessionCapabilities.ReportsExpiry),
            "A store that keeps expired records until they are cleaned up removes one when it is asked to, whatever its clock says; RemoveAsync answered " +
                $"{result}.");
        if (result.IsRemoved) SameRecord.Assert(expired, result.Record);
        else Assert.Null(result.Record);
        await NotFoundAsync(expired.Id);
        Assert.False(await Store.RemoveAsync(expired.Id, Token), "RemoveAsync removed an expired session twice.");
    }

    /// <summary>What a touch has given counts.</summary>
    [Fact]
    public async Task A_touched_session_outlives_its_first_expiry()
    {
        var created = await CreatedAsync(Ending(Rig.ShortLife));
        var expires = created.ExpiresAt.AddHours(1);
        Assert.True(await Store.TouchAsync(created.Id, created.LastSeenAt, expires, Token));
        await Rig.AdvanceAsync(Rig.ShortLife + Rig.Precision);
        SameRecord.Assert(created with { ExpiresAt = expires }, await FoundAsync(created.Id));
    }

    /// <summary>What an update has given counts.</summary>
    [Fact]
    public async Task An_updated_session_outlives_its_first_expiry()
    {
        var created = await CreatedAsync(Ending(Rig.ShortLife));
        var next = created.Next() with { ExpiresAt = created.ExpiresAt.AddHours(1) };
        await UpdatedAsync(created, next);
        await Rig.AdvanceAsync(Rig.ShortLife + Rig.Precision);
        SameRecord.Assert(next, await FoundAsync(created.Id));
    }

    /// <summary>A touch that asks for more than the absolute time gives gets what there is.</summary>
    [Fact]
    public async Task A_session_ends_at_its_absolute_time_however_it_is_touched()
    {
        var ending = Ending(Rig.ShortLife);
        var created = await CreatedAsync(ending with { AbsoluteExpiresAt = ending.ExpiresAt });
        Assert.True(await Store.TouchAsync(created.Id, Rig.Now, Rig.Now.AddHours(1), Token));
        await Rig.AdvanceAsync(Rig.ShortLife + Rig.Precision);
        await NotFoundAsync(created.Id);
    }

    /// <summary>An update can end a session: its new absolute time is over.</summary>
    [Fact]
    public async Task An_update_whose_absolute_time_is_over_leaves_nothing_to_find()
    {
        var created = await CreatedAsync(NewSession());
        var ended = await Store.UpdateAsync(created.Next() with { AbsoluteExpiresAt = Rig.Now.AddDays(-1) }, created.Version, Token);
        Assert.True(ended.Outcome == UpdateOutcome.Updated, $"UpdateAsync answered {ended} to a write that ended the session; it was carried out.");
        await NotFoundAsync(created.Id);
    }

    /// <summary>A create that arrives after the session's time is no error, and leaves nothing.</summary>
    [Fact]
    public async Task A_session_that_is_created_expired_is_never_found()
    {
        var late = Ending(-Rig.Precision) with { CreatedAt = Rig.Now.AddDays(-1), LastSeenAt = Rig.Now.AddDays(-1) };
        await Store.CreateAsync(late, Token);
        await NotFoundAsync(late.Id);
    }

    /// <summary>An expired record is absent, also where it is still there: it is replaced.</summary>
    [Fact]
    public async Task A_create_replaces_an_expired_session_under_the_same_id()
    {
        var expired = await ExpiredAsync(Ending(Rig.ShortLife));
        var fresh = NewSession() with { Id = expired.Id };
        Assert.True(await Store.CreateAsync(fresh, Token), "CreateAsync answered false for an id whose session is over.");
        SameRecord.Assert(fresh, await FoundAsync(fresh.Id));
    }

    private SessionRecord Ending(TimeSpan life) => NewSession() with { ExpiresAt = Rig.Now + life - SessionRecord.StoreGrace };

    private async Task<SessionRecord> ExpiredAsync(SessionRecord record)
    {
        await CreatedAsync(record);
        var left = record.ExpiresAt + SessionRecord.StoreGrace - Rig.Now;
        await Rig.AdvanceAsync(Rig.Clock is ManualTimeProvider ? left : left + Rig.Precision);
        return record;
    }
}
