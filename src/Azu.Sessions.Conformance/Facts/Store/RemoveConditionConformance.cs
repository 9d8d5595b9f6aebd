namespace Azu.Sessions.Conformance;

/// <summary>A removal is meant for a state of the session. The store checks it in the step that removes, and returns what it removed.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class RemoveConditionConformance<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>A session that was signed in to since is another one.</summary>
    [Fact]
    public async Task A_removal_by_generation_removes_that_generation_alone()
    {
        var created = await CreatedAsync(SampleRecords.Complete(Rig.Now));
        await StaysAsync(created, RemoveCondition.OfGeneration(created.Generation - 1));
        await StaysAsync(created, RemoveCondition.OfGeneration(created.Generation + 1));
        await GoesAsync(created, RemoveCondition.OfGeneration(created.Generation));
    }

    /// <summary>An anonymous session has the generation 0, which is a condition like any other.</summary>
    [Fact]
    public async Task A_removal_by_generation_zero_is_no_removal_of_whatever_is_there()
    {
        await StaysAsync(await CreatedAsync(SampleRecords.SignedIn(Rig.Now, "alice")), RemoveCondition.OfGeneration(0));
        await GoesAsync(await CreatedAsync(NewSession()), RemoveCondition.OfGeneration(0));
    }

    /// <summary>A rotation changes neither the generation nor the right to sign out.</summary>
    [Fact]
    public async Task A_removal_by_generation_asks_for_no_secret()
    {
        var created = await CreatedAsync(NewSession());
        var rotated = await UpdatedAsync(created, Rotated(created));
        await GoesAsync(rotated, RemoveCondition.OfGeneration(created.Generation));
    }

    /// <summary>A token carries the current secret.</summary>
    [Fact]
    public async Task A_removal_by_the_current_secret_removes()
    {
        var created = await CreatedAsync(SampleRecords.Complete(Rig.Now));
        await GoesAsync(created, RemoveCondition.OfSecret(created.SecretHash));
    }

    /// <summary>A token of before the rotation is still one of this session.</summary>
    [Fact]
    public async Task A_removal_by_the_previous_secret_removes()
    {
        var created = await CreatedAsync(SampleRecords.Complete(Rig.Now));
        await GoesAsync(created, RemoveCondition.OfSecret(created.PreviousSecretHash!.Value));
    }

    /// <summary>Knowing the id is not enough, and neither is a secret of long ago.</summary>
    [Fact]
    public async Task A_removal_by_any_other_secret_removes_nothing()
    {
        var created = await CreatedAsync(NewSession());
        await StaysAsync(created, RemoveCondition.OfSecret(SampleRecords.NewSecretHash()));
        await StaysAsync(created, RemoveCondition.OfSecret(default));
        var once = await UpdatedAsync(created, Rotated(created));
        var twice = await UpdatedAsync(once, Rotated(once));
        await StaysAsync(twice, RemoveCondition.OfSecret(created.SecretHash));
    }

    /// <summary>The whole record, with the last touch in it.</summary>
    [Fact]
    public async Task A_removal_returns_what_was_stored()
    {
        var created = await CreatedAsync(SampleRecords.Complete(Rig.Now));
        var updated = await UpdatedAsync(created, created.Next("""{"n":2}"""));
        var (seen, expires) = (updated.LastSeenAt.AddMinutes(5), updated.ExpiresAt.AddMinutes(5));
        Assert.True(await Store.TouchAsync(created.Id, seen, expires, Token));
        await GoesAsync(updated with { LastSeenAt = seen, ExpiresAt = expires }, RemoveCondition.Always);
    }

    /// <summary>Nothing is there for which a condition could hold.</summary>
    [Fact]
    public async Task Of_an_unknown_session_nothing_is_removed()
    {
        foreach (var condition in (RemoveCondition[])[RemoveCondition.Always, RemoveCondition.OfGeneration(0),
            RemoveCondition.OfSecret(SampleRecords.NewSecretHash())])
        {
            var result = await RemoveAsync(SessionId.New(), condition);
            Assert.False(result.IsRemoved, "RemoveAsync answered Removed for an unknown id.");
            Assert.Null(result.Record);
        }
    }

    private async Task StaysAsync(SessionRecord stored, RemoveCondition condition)
    {
        var result = await RemoveAsync(stored.Id, condition);
        Assert.False(result.IsRemoved,
            $"RemoveAsync removed a session for which the condition does not hold ({condition}; stored: generation {stored.Generation}, version " +
            $"{stored.Version}).");
        Assert.Null(result.Record);
        SameRecord.Assert(stored, await FoundAsync(stored.Id));
    }

    private async Task GoesAsync(SessionRecord stored, RemoveCondition condition)
    {
        var result = await RemoveAsync(stored.Id, condition);
        Assert.True(result.IsRemoved,
            $"RemoveAsync removed nothing although the condition holds ({condition}; stored: generation {stored.Generation}, version {stored.Version}).");
        SameRecord.Assert(stored, result.Record);
        await NotFoundAsync(stored.Id);
    }

    private ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition) =>
        Store.RemoveAsync(id, condition, SessionEndReason.SignedOut, "conformance", Token);

    private SessionRecord Rotated(SessionRecord record) =>
        record.Next() with { SecretHash = SampleRecords.NewSecretHash(), PreviousSecretHash = record.SecretHash, RotatedAt = Rig.Now };
}
