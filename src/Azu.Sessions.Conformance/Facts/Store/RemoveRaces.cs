namespace Azu.Sessions.Conformance;

/// <summary>Conditional removals that meet other requests of the same session.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class RemoveRaces<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>Several sign-outs of one session: one of them is told that it was the one, and gets the record.</summary>
    [Fact]
    public Task Of_several_conditional_removals_exactly_one_removes() => RoundsAsync(async (_, writers) =>
    {
        var created = await CreatedAsync(NewSession());
        var results = await Together.RunAsync(writers, async i => await RemoveAsync(created, i % 2 == 0
            ? RemoveCondition.OfGeneration(created.Generation)
            : RemoveCondition.OfSecret(created.SecretHash)));
        var removed = results.Count(result => result.IsRemoved);
        Assert.True(removed == 1, $"{removed} of {writers} removals were told that they removed {created}.");
        SameRecord.Assert(created, results.Single(result => result.IsRemoved).Record);
    });

    /// <summary>The visitor signs out while another tab rotates the secret: the session is gone, whichever comes first.</summary>
    [Fact]
    public Task A_rotation_beside_a_removal_by_generation_does_not_save_the_session() => RoundsAsync(async (_, _) =>
    {
        var created = await CreatedAsync(NewSession());
        var rotation = created.Next() with { SecretHash = SampleRecords.NewSecretHash(), PreviousSecretHash = created.SecretHash, RotatedAt = Rig.Now };
        var removal = RemoveResult.NotThere;
        await Together.RunAsync(
            async () => removal = await RemoveAsync(created, RemoveCondition.OfGeneration(created.Generation)),
            async () => await Store.UpdateAsync(rotation, created.Version, Token));
        Assert.True(removal.IsRemoved, $"A removal by generation met a rotation of {created} and removed nothing, although the generation stayed.");
        await NotFoundAsync(created.Id);
    }, mostWriters: 2);

    /// <summary>The visitor signs out in one tab and in again in another: either the sign-out ends the old session, or the new one stays whole.</summary>
    [Fact]
    public Task A_sign_in_beside_a_removal_by_generation_stays_whole_or_never_was() => RoundsAsync(async (_, _) =>
    {
        var created = await CreatedAsync(NewBounded());
        var signedIn = created.Next() with { Subject = "alice", Generation = created.Generation + 1, SignedInAt = Rig.Now };
        var removal = RemoveResult.NotThere;
        var update = UpdateResult.Gone;
        await Together.RunAsync(
            async () => removal = await RemoveAsync(created, RemoveCondition.OfGeneration(created.Generation)),
            async () => update = await Store.UpdateAsync(signedIn, created.Version, Token));
        Assert.True(removal.IsRemoved == (update.Outcome == UpdateOutcome.Gone),
            $"The removal of generation {created.Generation} of {created} answered {removal}, and the sign-in to generation {signedIn.Generation} answered " +
                $"{update}.");
        if (removal.IsRemoved) await NotFoundAsync(created.Id);
        else SameRecord.Assert(signedIn, await FoundAsync(created.Id));
    }, mostWriters: 2);

    private ValueTask<RemoveResult> RemoveAsync(SessionRecord record, RemoveCondition condition) =>
        Store.RemoveAsync(record.Id, condition, SessionEndReason.SignedOut, cancellationToken: Token);
}
