namespace Azu.Sessions.Conformance;

/// <summary>What a store that announces and can be cleared says of it.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class AnnouncedClearConformance<TStore> : AnnouncementFacts<TStore>
    where TStore : SharedStoreUnderTest, new()
{
    /// <summary>Each session by its id.</summary>
    [Fact]
    public async Task Clearing_is_announced_to_every_node()
    {
        var created = await CreatedAsync(30, _ => NewSession());
        await Index.ClearAsync(cancellationToken: Token);
        var heard = await There.EchoAsync(Token);
        Assert.All(created, r => Assert.True(heard.Contains($"removed {r.Id}"), $"No message said that session {r.Id} was cleared."));
    }
}
