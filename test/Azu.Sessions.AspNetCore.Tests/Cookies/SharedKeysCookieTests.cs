using System.Net;
using Azu.Sessions;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Two applications with one ring of keys whose sessions are in the cookies themselves: the cookie is all that there is to check.</summary>
[Trait("Requirement", "R-54")]
public sealed class SharedKeysCookieTests : IDisposable
{
    private readonly KeyFolder _keys = new();

    [Theory]
    [InlineData("forum", "Web", "shop", "Web")]
    [InlineData(null, "Forum", null, "Shop")]
    public async Task A_cookie_of_one_application_signs_no_caller_in_at_another_with_the_same_keys(string? discriminator, string name,
        string? otherDiscriminator, string otherName)
    {
        await using var forum = await _keys.StartAsync(discriminator, name, s => s.UseCookieStore());
        await using var twin = await _keys.StartAsync(discriminator, name, s => s.UseCookieStore());
        await using var shop = await _keys.StartAsync(otherDiscriminator, otherName, s => s.UseCookieStore());
        using var visitor = forum.NewBareClient();
        using var atTwin = twin.NewBareClient();
        using var atShop = shop.NewBareClient();
        using var login = await visitor.PostAsync("/login/1", cookie: null);
        var cookie = login.CookieValue();

        using var admitted = await atTwin.GetAsync("/who", cookie);
        Assert.Equal("1", await admitted.Content.ReadAsStringAsync());
        using var refused = await atShop.GetAsync("/who", cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    public void Dispose() => _keys.Dispose();
}
