using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Two applications with one ring of keys and one store, told apart by their discriminators, or by their names alone.</summary>
[Trait("Requirement", "R-54")]
public abstract class SharedKeysScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    private readonly KeyFolder _keys = new();

    [Theory]
    [InlineData("forum", "Web", "shop", "Web")]
    [InlineData(null, "Forum", null, "Shop")]
    public async Task A_member_of_one_application_is_a_stranger_at_another_with_the_same_keys_and_store(string? discriminator, string name,
        string? otherDiscriminator, string otherName)
    {
        var place = Place.New();
        await using var forum = await _keys.StartAsync(discriminator, name, s => TStore.Use(s, place));
        await using var twin = await _keys.StartAsync(discriminator, name, s => TStore.Use(s, place));
        await using var shop = await _keys.StartAsync(otherDiscriminator, otherName, s => TStore.Use(s, place));
        using var visitor = forum.NewBareClient();
        using var atTwin = twin.NewBareClient();
        using var atShop = shop.NewBareClient();
        using var login = await visitor.PostAsync("/login/1", cookie: null);
        var (id, cookie) = (SessionId.Parse(await login.Content.ReadAsStringAsync(), null), login.CookieValue());

        // The cookie opens nothing there, and ends nothing.
        using var refused = await atShop.GetAsync("/who", cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var ended = await atShop.PostAsync("/logout", cookie);
        using var admitted = await atTwin.GetAsync("/who", cookie);
        Assert.Equal("1", await admitted.Content.ReadAsStringAsync());

        // Nor can the data in the shared store be read there.
        var snapshot = await shop.Services.GetRequiredService<SessionManager<Visitor>>().FindAsync(id);
        Assert.Throws<SessionStoreUnavailableException>(() => snapshot!.Data);
        Assert.Equal("1", (await twin.Services.GetRequiredService<SessionManager<Visitor>>().FindAsync(id))!.Data.Name);
    }

    public override ValueTask DisposeAsync()
    {
        _keys.Dispose();
        return base.DisposeAsync();
    }
}
