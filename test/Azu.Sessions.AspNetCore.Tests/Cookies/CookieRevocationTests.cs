using System.Net;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

public sealed class CookieRevocationTests
{
    [Fact]
    [Trait("Requirement", "R-36")]
    public async Task With_a_list_of_revocations_a_copy_of_the_cookie_is_worth_nothing_after_sign_out()
    {
        var list = new FailingStore(TestStores.Memory());
        await using var app = await CookieApp.StartAsync(store: c => c.RevokeIn(list));
        using var client = app.NewBareClient();
        var cookies = CookieApp.CookiesOf((await CookieApp.SendAsync(client, HttpMethod.Post, "/login/alice")).Response);
        Assert.Equal("alice:", (await CookieApp.SendAsync(client, HttpMethod.Get, "/", cookies)).Body);
        await CookieApp.SendAsync(client, HttpMethod.Post, "/logout", cookies);
        Assert.Equal(":", (await CookieApp.SendAsync(client, HttpMethod.Get, "/", cookies)).Body);
    }

    [Fact]
    [Trait("Requirement", "R-39")]
    public async Task Signing_out_everywhere_reaches_every_cookie_of_the_subject_and_no_later_one()
    {
        var time = new ManualTimeProvider();
        await using var app = await CookieApp.StartAsync(time, store: c => c.RevokeIn(TestStores.Memory(time)));
        using var client = app.NewBareClient();
        var first = await LoginAsync("alice");
        var second = await LoginAsync("alice");
        var other = await LoginAsync("bob");
        time.Advance(TimeSpan.FromSeconds(1));
        await CookieApp.SendAsync(client, HttpMethod.Post, "/revoke/alice");
        Assert.Equal(":", await ReadAsync(first));
        Assert.Equal(":", await ReadAsync(second));
        Assert.Equal("bob:", await ReadAsync(other));

        time.Advance(TimeSpan.FromSeconds(1));
        var third = await LoginAsync("alice");
        Assert.Equal("alice:", await ReadAsync(third));
        time.Advance(TimeSpan.FromSeconds(1));
        await CookieApp.SendAsync(client, HttpMethod.Post, "/revoke/alice");
        Assert.Equal(":", await ReadAsync(third));

        async Task<string[]> LoginAsync(string name) => CookieApp.CookiesOf((await CookieApp.SendAsync(client, HttpMethod.Post, $"/login/{name}")).Response);
        async Task<string> ReadAsync(string[] cookies) => (await CookieApp.SendAsync(client, HttpMethod.Get, "/", cookies)).Body;
    }

    [Fact]
    public async Task Without_a_list_a_copy_of_the_cookie_outlives_the_sign_out_as_the_documents_say()
    {
        await using var app = await CookieApp.StartAsync();
        using var client = app.NewBareClient();
        var cookies = CookieApp.CookiesOf((await CookieApp.SendAsync(client, HttpMethod.Post, "/login/alice")).Response);
        await CookieApp.SendAsync(client, HttpMethod.Post, "/logout", cookies);
        Assert.Equal("alice:", (await CookieApp.SendAsync(client, HttpMethod.Get, "/", cookies)).Body);
    }

    [Fact]
    [Trait("Requirement", "R-94")]
    public async Task While_the_list_cannot_be_asked_a_session_is_unavailable_and_the_cookie_is_left_alone()
    {
        var list = new FailingStore(TestStores.Memory());
        await using var app = await CookieApp.StartAsync(store: c => c.RevokeIn(list));
        using var client = app.NewBareClient();
        var cookies = CookieApp.CookiesOf((await CookieApp.SendAsync(client, HttpMethod.Post, "/login/alice")).Response);
        list.Failing = StoreOperations.All;
        var (read, body) = await CookieApp.SendAsync(client, HttpMethod.Get, "/", cookies);
        Assert.Equal(":", body);
        Assert.False(read.Headers.Contains("Set-Cookie"));
        var (write, _) = await CookieApp.SendAsync(client, HttpMethod.Post, "/write/x", cookies);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, write.StatusCode);
        var (logout, _) = await CookieApp.SendAsync(client, HttpMethod.Post, "/logout", cookies);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, logout.StatusCode);
        Assert.Contains("max-age=0", Assert.Single(logout.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }
}
