namespace Azu.Sessions.Testing;

/// <summary>For stores with <see cref="SessionCapabilities.OrderedLists"/>.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class OrderedListConformance<TStore> : IndexFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>The oldest first, across pages, however the sessions were changed since.</summary>
    [Fact]
    public async Task Lists_come_in_the_order_of_creation()
    {
        var sessions = new List<SessionRecord>();
        for (var i = 0; i < 25; i++)
        {
            sessions.Add(await CreatedAsync(NewSession("alice") with { CreatedAt = Rig.Now.AddSeconds(i), Indexes = [new("tenant", "north")] }));
        }
        await UpdatedAsync(sessions[3], sessions[3].Next());
        await Store.TouchAsync(sessions[7].Id, sessions[7].LastSeenAt.AddMinutes(1), sessions[7].ExpiresAt.AddMinutes(1), Token);
        foreach (var query in (SessionQuery[])[SessionQuery.All, SessionQuery.BySubject("alice"), SessionQuery.ByIndex("tenant", "north")])
        {
            Assert.Equal(sessions.Select(s => s.Id), (await WalkAsync(query with { PageSize = 4 })).Select(s => s.Id));
        }
    }
}
