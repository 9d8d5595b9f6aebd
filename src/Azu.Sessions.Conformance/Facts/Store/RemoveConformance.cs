namespace Azu.Sessions.Conformance;

/// <summary>What is removed is gone, for everybody and for good.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class RemoveConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>Removal is confirmed by the answer.</summary>
    [Fact]
    public async Task A_removed_session_is_not_found()
    {
        var created = await CreatedAsync(NewSession());
        Assert.True(await Store.RemoveAsync(created.Id, Token), "RemoveAsync answered false for a session that was there.");
        await NotFoundAsync(created.Id);
    }

    /// <summary>The reason is for the account of ends; it decides nothing.</summary>
    [Fact]
    public async Task A_session_is_removed_for_whatever_reason()
    {
        foreach (var reason in Enum.GetValues<SessionEndReason>())
        {
            var created = await CreatedAsync(NewSession());
            Assert.True((await Store.RemoveAsync(created.Id, RemoveCondition.Always, reason, cancellationToken: Token)).IsRemoved,
                $"RemoveAsync for the reason {reason} answered false for a session that was there.");
            await NotFoundAsync(created.Id);
        }
    }

    /// <summary>Repeating a removal is no error.</summary>
    [Fact]
    public async Task Removing_again_answers_false()
    {
        var created = await CreatedAsync(NewSession());
        await Store.RemoveAsync(created.Id, Token);
        Assert.False(await Store.RemoveAsync(created.Id, Token), "RemoveAsync answered true for a session that it had removed before.");
        await NotFoundAsync(created.Id);
    }

    /// <summary>An unknown id is no error.</summary>
    [Fact]
    public async Task Removing_an_unknown_session_answers_false() =>
        Assert.False(await Store.RemoveAsync(SessionId.New(), Token), "RemoveAsync answered true for an unknown id.");

    /// <summary>The request that had loaded the session before the sign-out writes after it.</summary>
    [Fact]
    public async Task An_update_after_the_removal_is_gone_and_revives_nothing()
    {
        var created = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        await Store.RemoveAsync(created.Id, Token);
        Assert.Equal(UpdateOutcome.Gone, (await Store.UpdateAsync(created.Next(), created.Version, Token)).Outcome);
        await NotFoundAsync(created.Id);
    }

    /// <summary>A repeated write recognises itself in the record, and there is none any more.</summary>
    [Fact]
    public async Task An_update_repeated_after_the_removal_is_gone()
    {
        var created = await CreatedAsync(NewSession());
        var next = created.Next();
        await UpdatedAsync(created, next);
        await Store.RemoveAsync(created.Id, Token);
        Assert.Equal(UpdateOutcome.Gone, (await Store.UpdateAsync(next, created.Version, Token)).Outcome);
        await NotFoundAsync(created.Id);
    }

    /// <summary>A touch is no way back either.</summary>
    [Fact]
    public async Task A_touch_after_the_removal_answers_false_and_revives_nothing()
    {
        var created = await CreatedAsync(NewSession());
        await Store.RemoveAsync(created.Id, Token);
        Assert.False(await Store.TouchAsync(created.Id, created.LastSeenAt.AddMinutes(1), created.ExpiresAt.AddMinutes(1), Token),
            "TouchAsync answered true for a removed session.");
        await NotFoundAsync(created.Id);
    }

    /// <summary>Removing one session leaves the others alone.</summary>
    [Fact]
    public async Task Removing_one_session_leaves_the_others()
    {
        var removed = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        var other = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        await Store.RemoveAsync(removed.Id, Token);
        SameRecord.Assert(other, await FoundAsync(other.Id));
    }
}
