namespace Azu.Sessions.Conformance;

/// <summary>An estimate is cheap and may be old, but it is a number of sessions.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class EstimateConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>Statistics that were never made are no estimate, and no count below zero.</summary>
    [Fact]
    public async Task An_estimate_is_never_below_zero()
    {
        Sound(await Index.EstimateCountAsync(Token));
        await CreatedAsync(20, _ => NewSession("alice"));
        Sound(await Index.EstimateCountAsync(Token));
    }

    /// <summary>A store without an estimate has nothing to cancel.</summary>
    [Fact]
    public async Task A_cancelled_estimate_throws_where_there_is_one()
    {
        if (await Index.EstimateCountAsync(Token) is null) return;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Index.EstimateCountAsync(new CancellationToken(canceled: true)));
    }

    private static void Sound(SessionEstimate? estimate) =>
        Assert.True(estimate is not { } given || (given.Count >= 0 && given.Age >= TimeSpan.Zero), $"EstimateCountAsync answered {estimate}.");
}
