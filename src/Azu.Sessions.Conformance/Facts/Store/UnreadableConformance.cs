namespace Azu.Sessions.Conformance;

/// <summary>What a store does with a record that it cannot read: broken is absent, newer is kept, and both can be removed.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class UnreadableConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>Its visitor gets a new session. A store whose columns do not tell broken from newer refuses it as newer.</summary>
    [Fact]
    public async Task A_broken_session_is_absent()
    {
        var broken = await SpoiltAsync(Spoiling.Broken);
        if (!Rig.TellsNewerFromBroken)
        {
            await RefusedAsync(broken);
            return;
        }
        var refused = await Record.ExceptionAsync(() => NotFoundAsync(broken.Id));
        Assert.True(refused is null, $"A broken record is absent, so that its visitor gets a new session; FindAsync: {refused?.Message}");
    }

    /// <summary>Other nodes read it, so it is neither absent nor this store's failure alone.</summary>
    [Fact]
    public async Task A_session_of_a_newer_version_is_refused()
    {
        var newer = await SpoiltAsync(Spoiling.Newer);
        await RefusedAsync(newer);
        await RefusedAsync(newer);
    }

    /// <summary>An update that comes too late meets a version that it cannot carry in a conflict, and overwrites nothing.</summary>
    [Fact]
    public async Task A_late_update_leaves_a_session_of_a_newer_version_alone()
    {
        var created = await CreatedAsync(NewSession());
        var updated = await UpdatedAsync(created, created.Next());
        await Rig.SpoilAsync(updated.Id, Spoiling.Newer);
        await MayRefuseAsync(async () =>
        {
            var result = await Store.UpdateAsync(created.Next("late"), created.Version, Token);
            Assert.False(result.Outcome == UpdateOutcome.Updated, "UpdateAsync replaced a record that it cannot read by an older one.");
        });
        await RefusedAsync(updated);
    }

    /// <summary>Create never overwrites, whatever is there.</summary>
    [Fact]
    public async Task A_create_leaves_a_session_of_a_newer_version_alone()
    {
        var newer = await SpoiltAsync(Spoiling.Newer);
        await MayRefuseAsync(async () =>
            Assert.False(await Store.CreateAsync(NewSession() with { Id = newer.Id }, Token), "CreateAsync replaced a record that it cannot read."));
        await RefusedAsync(newer);
    }

    /// <summary>An administrator ends a session that cannot be read; no record is returned.</summary>
    [Theory]
    [InlineData(Spoiling.Broken)]
    [InlineData(Spoiling.Newer)]
    public async Task An_unreadable_session_can_be_removed(Spoiling how)
    {
        var spoilt = await SpoiltAsync(how);
        var other = await CreatedAsync(NewSession());
        var result = await RemoveAsync(spoilt, RemoveCondition.Always);
        Assert.True(result.IsRemoved, $"RemoveAsync(Always) answered {result} for an unreadable session ({how}).");
        Assert.Null(result.Record);
        await NotFoundAsync(spoilt.Id);
        Assert.False((await RemoveAsync(spoilt, RemoveCondition.Always)).IsRemoved, "RemoveAsync removed an unreadable session twice.");
        SameRecord.Assert(other, await FoundAsync(other.Id));
    }

    /// <summary>Whether the condition holds cannot be told, so the caller must hear of it, and the session stays.</summary>
    [Fact]
    public async Task A_conditional_removal_of_a_session_of_a_newer_version_is_refused()
    {
        var newer = await SpoiltAsync(Spoiling.Newer);
        foreach (var condition in (RemoveCondition[])[RemoveCondition.OfGeneration(newer.Generation + 1),
            RemoveCondition.OfSecret(SampleRecords.NewSecretHash())])
        {
            var refused = await Record.ExceptionAsync(async () =>
                Assert.False((await RemoveAsync(newer, condition)).IsRemoved, "RemoveAsync removed a session for which the condition does not hold."));
            if (Rig.TellsNewerFromBroken) Assert.IsType<SessionUnreadableException>(refused);
            else Assert.True(refused is null or SessionUnreadableException, $"RemoveAsync threw {refused}.");
        }
        await RefusedAsync(newer);
        Assert.True((await RemoveAsync(newer, RemoveCondition.Always)).IsRemoved, "A removal that was refused removed the session all the same.");
    }

    /// <summary>No condition holds for a broken record.</summary>
    [Fact]
    public async Task A_conditional_removal_of_a_broken_session_removes_nothing()
    {
        var broken = await SpoiltAsync(Spoiling.Broken);
        var refused = await Record.ExceptionAsync(async () =>
            Assert.False((await RemoveAsync(broken, RemoveCondition.OfSecret(SampleRecords.NewSecretHash()))).IsRemoved,
                "RemoveAsync removed a broken session by a condition that cannot hold."));
        Assert.True(refused is null || (refused is SessionUnreadableException && !Rig.TellsNewerFromBroken), $"RemoveAsync threw {refused}.");
        Assert.True((await RemoveAsync(broken, RemoveCondition.Always)).IsRemoved, "A conditional removal removed a broken session.");
    }

    private async Task<SessionRecord> SpoiltAsync(Spoiling how)
    {
        var created = await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice"));
        await Rig.SpoilAsync(created.Id, how);
        return created;
    }

    private async Task RefusedAsync(SessionRecord record)
    {
        var refused = await Record.ExceptionAsync(async () => await Store.FindAsync(record.Id, Token));
        Assert.True(refused is SessionUnreadableException,
            $"FindAsync of a session that it cannot read did not throw {nameof(SessionUnreadableException)} but {refused?.ToString() ?? "nothing"}.");
    }

    private static async Task MayRefuseAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (SessionUnreadableException)
        {
            // The caller knows that nothing was carried out.
        }
    }

    private ValueTask<RemoveResult> RemoveAsync(SessionRecord record, RemoveCondition condition) =>
        Store.RemoveAsync(record.Id, condition, SessionEndReason.Revoked, cancellationToken: Token);
}
