using System.Net;
using System.Security.Cryptography;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>A list of revocations in a store that ships, over HTTP: two nodes that share the list and a secret.</summary>
public abstract class ListScenarios
{
    private static readonly string s_secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Has the cookie store keep its list where <paramref name="place"/> says.</summary>
    private protected abstract void UseList(CookieStoreOptions cookie, string place);

    /// <summary>How many entries there are, as the server itself counts them.</summary>
    private protected abstract Task<long> CountAsync(string place);

    /// <summary>Shows that the list is empty once <paramref name="time"/> has passed.</summary>
    private protected abstract Task EmptiesAsync(string place, TimeSpan time, Func<TimeSpan, Task> pass);

    /// <summary>The list loses everything.</summary>
    private protected abstract Task LoseAsync(string place);

    /// <summary>Cuts the nodes off from the list.</summary>
    private protected abstract void CutOff();

    private protected abstract void Heal();

    [Fact]
    [Trait("Requirement", "R-39")]
    public async Task Two_devices_are_signed_out_everywhere_on_every_node_and_the_next_sign_in_works_at_once()
    {
        var place = Place.New();
        await using var a = await StartAsync(place);
        await using var b = await StartAsync(place);
        var (phone, laptop, bob) = (await LoginAsync(a, "alice"), await LoginAsync(b, "alice"), await LoginAsync(b, "bob"));
        Assert.Equal(("alice:", "alice:"), (await ReadAsync(b, phone), await ReadAsync(a, laptop)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(a, "/everywhere", phone));
        foreach (var node in (TestApp[])[a, b])
        {
            Assert.Equal((":", ":", "bob:"), (await ReadAsync(node, phone), await ReadAsync(node, laptop), await ReadAsync(node, bob)));
        }

        var next = await LoginAsync(b, "alice");
        Assert.Equal(("alice:", "alice:"), (await ReadAsync(a, next), await ReadAsync(b, next)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(b, "/revoke/alice"));
        Assert.Equal((":", ":"), (await ReadAsync(a, next), await ReadAsync(b, next)));
        Assert.Equal(2, await CountAsync(place));
    }

    [Fact]
    [Trait("Requirement", "R-36")]
    public async Task A_copy_of_the_cookie_is_worth_nothing_after_sign_out_and_the_other_device_stays()
    {
        var place = Place.New();
        await using var a = await StartAsync(place);
        await using var b = await StartAsync(place);
        var (phone, laptop) = (await LoginAsync(a, "alice"), await LoginAsync(a, "alice"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(b, "/logout", phone));
        foreach (var node in (TestApp[])[a, b]) Assert.Equal((":", "alice:"), (await ReadAsync(node, phone), await ReadAsync(node, laptop)));
        Assert.Equal(1, await CountAsync(place));
    }

    [Fact]
    public async Task Nothing_is_left_in_the_list_when_the_cookies_are_over()
    {
        var place = Place.New();
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await StartAsync(place, clock);
        await PostAsync(app, "/logout", await LoginAsync(app, "alice"));
        var guest = CookieApp.CookiesOf((await SendAsync(app, HttpMethod.Post, "/write/x")).Response);
        await PostAsync(app, "/logout", guest);
        Assert.Equal(2, await CountAsync(place));
        await EmptiesAsync(place, TimeSpan.FromHours(24) + TimeSpan.FromMinutes(2), async passed =>
        {
            clock.Advance(passed);
            await app.Services.GetRequiredService<SessionManager<Notes>>().RemoveExpiredAsync();
        });
    }

    [Fact]
    public async Task A_list_that_lost_everything_signs_out_and_lets_no_revoked_cookie_back_in()
    {
        var place = Place.New();
        await using var app = await StartAsync(place);
        var stolen = await LoginAsync(app, "alice");
        await PostAsync(app, "/revoke/alice");
        var mine = await LoginAsync(app, "alice");
        await LoseAsync(place);
        Assert.Equal((":", ":"), (await ReadAsync(app, stolen), await ReadAsync(app, mine)));
        var next = await LoginAsync(app, "alice");
        Assert.Equal((":", ":", "alice:"), (await ReadAsync(app, stolen), await ReadAsync(app, mine), await ReadAsync(app, next)));
    }

    [Fact]
    [Trait("Requirement", "R-94")]
    public async Task While_the_list_cannot_be_asked_nobody_is_let_in_and_a_sign_out_is_made_up_for()
    {
        var place = Place.New();
        await using var a = await StartAsync(place);
        await using var b = await StartAsync(place);
        var (phone, laptop) = (await LoginAsync(a, "alice"), await LoginAsync(a, "alice"));
        CutOff();
        await Eventually.HoldsAsync(async () => await GetAsync(a, "/mine", laptop) == HttpStatusCode.ServiceUnavailable);
        var (read, body) = await SendAsync(a, HttpMethod.Get, "/", laptop);
        Assert.Equal((":", false), (body, read.Headers.Contains("Set-Cookie")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(a, "/login/carol"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(a, "/everywhere", laptop));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(a, "/revoke/alice"));
        var (logout, _) = await SendAsync(a, HttpMethod.Post, "/logout", phone);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, logout.StatusCode);
        Assert.Contains("max-age=0", Assert.Single(logout.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);

        Heal();
        await Eventually.HoldsAsync(async () => await ReadAsync(b, laptop) == "alice:");
        await Eventually.HoldsAsync(async () => await ReadAsync(b, phone) == ":" && await GetAsync(b, "/mine", phone) == HttpStatusCode.Unauthorized);
        await Eventually.HoldsAsync(async () => await ReadAsync(a, laptop) == "alice:");
    }

    private Task<TestApp> StartAsync(string place, ManualTimeProvider? clock = null) =>
        CookieApp.StartAsync(clock, o => o.Secret = s_secret, store: c => UseList(c, place));

    private static async Task<string[]> LoginAsync(TestApp app, string name) =>
        CookieApp.CookiesOf((await SendAsync(app, HttpMethod.Post, $"/login/{name}")).Response);

    private static async Task<string> ReadAsync(TestApp app, string[] cookies) => (await SendAsync(app, HttpMethod.Get, "/", cookies)).Body;

    private static async Task<HttpStatusCode> GetAsync(TestApp app, string path, string[] cookies) =>
        (await SendAsync(app, HttpMethod.Get, path, cookies)).Response.StatusCode;

    private static async Task<HttpStatusCode> PostAsync(TestApp app, string path, params string[] cookies) =>
        (await SendAsync(app, HttpMethod.Post, path, cookies)).Response.StatusCode;

    private static async Task<(HttpResponseMessage Response, string Body)> SendAsync(TestApp app, HttpMethod method, string path, params string[] cookies)
    {
        using var client = app.NewBareClient();
        return await CookieApp.SendAsync(client, method, path, cookies);
    }
}
