using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>Signing out, and what the browser is told about it.</summary>
[Trait("Requirement", "R-36")]
public abstract class SignOutScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    public static TheoryData<string> Cookies => ["default", "named", "domain", "strict", "none", "partitioned", "host", "persistent", "script"];

    [Theory]
    [MemberData(nameof(Cookies))]
    [Trait("Requirement", "R-20")]
    public async Task A_removal_repeats_name_path_domain_and_flags(string kind)
    {
        var name = kind switch { "named" => "shop", "host" => "__Host-_session", _ => Wire.CookieName };
        await using var app = await SignInApp.StartAsync<TStore>(o => Configure(o.Cookie, kind));
        using var login = await app.Client.PostAsync("/login/alice", cookie: null);
        using var logout = await app.Client.SendAsync(HttpMethod.Post, "/logout", login.CookieValue(name), name);
        Assert.Equal("", logout.CookieValue(name));
        var removal = Attributes(logout.SetCookie(name)!);
        Assert.Contains("max-age=0", removal);
        Assert.Contains("expires=thu, 01 jan 1970 00:00:00 gmt", removal);
        Assert.Equal(removal.Where(IsPlace), Attributes(login.SetCookie(name)!).Where(IsPlace));
        Assert.Equal("|", await app.Client.ReadAsync("/", login.CookieValue(name), name));
    }

    [Fact]
    public async Task Signing_out_in_one_tab_leaves_the_newer_cookie_of_another_login_alone()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var old = await app.Client.BeginAsync("/login/alice");
        app.Rendezvous = new(4);
        var slow = Task.WhenAll(
            app.Client.PostAsync("/meet/cart/apple", old), app.Client.GetAsync("/meet", old), app.Client.PostAsync("/meet/rotate", old));
        await app.Rendezvous.ArrivalsAsync(3);
        (await app.Client.PostAsync("/logout", old)).EnsureSuccessStatusCode().Dispose();
        var newer = await app.Client.BeginAsync("/login/alice");
        await app.Rendezvous.ArriveAsync();
        // Whatever still comes of the session before says nothing about the cookie: the browser has a newer one by now.
        foreach (var late in await slow) Assert.Null(late.SetCookie());
        foreach (var path in (string[])["/", "/members", "/vault"])
        {
            using var later = await app.Client.GetAsync(path, old);
            Assert.Null(later.SetCookie());
        }

        Assert.Equal("alice|", await app.Client.ReadAsync("/", newer));
    }

    [Fact]
    public async Task Signing_out_twice_is_no_error()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var cookie = await app.Client.BeginAsync("/login/alice");
        app.Rendezvous = new(2);
        foreach (var answer in await Task.WhenAll(app.Client.PostAsync("/meet/logout", cookie), app.Client.PostAsync("/meet/logout", cookie)))
        {
            Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, answer.CookieValue()));
            answer.Dispose();
        }

        using var again = await app.Client.PostAsync("/logout", cookie);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(0, await app.Sessions.CountAsync());
    }

    [Fact]
    public async Task What_is_written_after_a_sign_out_belongs_to_a_new_session()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var old = await app.Client.BeginAsync("/login/alice");
        var id = await app.Client.ReadAsync("/id", old);
        var guest = await app.Client.BeginAsync("/farewell", old);
        Assert.NotEqual(id, await app.Client.ReadAsync("/id", guest));
        Assert.Equal("signed out", await app.Client.ReadAsync("/notice", guest));
        Assert.Equal("none", await app.Client.ReadAsync("/notice", guest));
        Assert.Equal("|", await app.Client.ReadAsync("/", guest));
        Assert.Equal("|", await app.Client.ReadAsync("/", old));
    }

    private static void Configure(SessionCookieOptions cookie, string kind)
    {
        switch (kind)
        {
            case "named": (cookie.Name, cookie.Path) = ("shop", "/shop"); break;
            case "domain": cookie.Domain = "example.com"; break;
            case "strict": cookie.SameSite = CookieSameSite.Strict; break;
            case "none": (cookie.SameSite, cookie.SecurePolicy) = (CookieSameSite.None, CookieSecurity.Always); break;
            case "partitioned": (cookie.Partitioned, cookie.SecurePolicy) = (true, CookieSecurity.Always); break;
            case "host": (cookie.UseHostPrefix, cookie.SecurePolicy) = (true, CookieSecurity.Always); break;
            case "persistent": cookie.Persistent = true; break;
            case "script": cookie.HttpOnly = false; break;
        }
    }

    private static IEnumerable<string> Attributes(string setCookie) => setCookie.ToLowerInvariant().Split("; ").Skip(1);

    private static bool IsPlace(string attribute) =>
        !attribute.StartsWith("expires=", StringComparison.Ordinal) && !attribute.StartsWith("max-age=", StringComparison.Ordinal);
}
