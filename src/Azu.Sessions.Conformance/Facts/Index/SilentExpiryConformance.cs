namespace Azu.Sessions.Conformance;

/// <summary>For stores with an index but without <see cref="SessionCapabilities.ReportsExpiry"/>: they forget by themselves.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class SilentExpiryConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>There is nothing to report, and nothing that lives is touched.</summary>
    [Fact]
    public async Task The_sweep_returns_nothing_and_leaves_the_living()
    {
        await CreatedAsync(5, _ => NewSession("alice", Rig.ShortLife));
        var lasting = await CreatedAsync(5, _ => NewSession("alice"));
        await ShortLivesEndAsync();
        Assert.Empty((await Index.RemoveExpiredAsync(100, Token)).Records);
        await ExactlyAsync(SessionQuery.All, lasting);
        await ExactlyAsync(SessionQuery.BySubject("alice"), lasting);
    }
}
