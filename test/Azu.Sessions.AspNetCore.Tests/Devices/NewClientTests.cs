using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>An application hears of a sign-in from a browser that the subject has not used before.</summary>
public sealed class NewClientTests
{
    private const string Name = "_session_d";

    private readonly Events _events = new();

    [Fact]
    public async Task The_first_sign_in_of_a_subject_with_a_browser_is_reported_once()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        foreach (var subject in new[] { "alice", "bob", "alice", "bob" })
        {
            await SendAsync(browser, $"/login/{subject}");
            await SendAsync(browser, "/logout");
        }

        Assert.Equal(["alice from here", "bob from here"], _events.Raised);
        using var other = app.NewBrowser();
        await SendAsync(other, "/login/alice");
        Assert.Equal(3, _events.Raised.Count);
    }

    [Fact]
    public async Task The_cookie_is_set_at_sign_in_alone_with_the_attributes_of_the_session_cookie()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        Assert.Null(DeviceOf(await SendAsync(browser, "/count")));
        var cookie = DeviceOf(await SendAsync(browser, "/login/alice"))!;
        Assert.Contains("; path=/; max-age=34560000; httponly; samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Null(DeviceOf(await SendAsync(browser, "/count")));
        Assert.Null(DeviceOf(await SendAsync(browser, "/rotate")));
        Assert.Null(DeviceOf(await SendAsync(browser, "/logout")));
        Assert.Null(DeviceOf(await SendAsync(browser, "/login-and-out")));
        Assert.NotNull(DeviceOf(await SendAsync(browser, "/login/alice")));
    }

    [Fact]
    public async Task Without_the_option_there_is_neither_cookie_nor_event()
    {
        await using var app = await StartAsync(o => o.DetectNewClients = false);
        using var browser = app.NewBrowser();
        Assert.Null(DeviceOf(await SendAsync(browser, "/login/alice")));
        Assert.Empty(_events.Raised);
    }

    [Fact]
    public async Task A_visitor_who_does_not_consent_to_the_session_cookie_gets_no_other()
    {
        await using var app = await StartAsync(o => o.Cookie.IsEssential = false, a => a.Use((context, next) =>
        {
            context.Features.Set<ITrackingConsentFeature>(new NoConsent());
            return next(context);
        }));
        using var browser = app.NewBrowser();
        Assert.False((await SendAsync(browser, "/login/alice")).Headers.Contains("Set-Cookie"));
        Assert.Empty(_events.Raised);
    }

    [Fact]
    public async Task A_sign_in_with_the_token_before_a_rotation_is_neither_noted_nor_reported()
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var before = CookieOf(await SendAsync(client, "/count"), "_session")!;
        var after = CookieOf(await SendAsync(client, "/rotate", before), "_session")!;
        var signIn = await SendAsync(client, "/login/alice", before);
        Assert.NotNull(CookieOf(signIn, "_session"));
        Assert.Null(DeviceOf(signIn));
        Assert.Empty(_events.Raised);
        Assert.NotNull(DeviceOf(await SendAsync(client, "/login/alice", after)));
        Assert.Equal(["alice from here"], _events.Raised);
    }

    [Fact]
    public async Task A_sign_in_that_an_exception_follows_is_reported_once_and_its_cookie_goes_with_the_error_page()
    {
        await using var app = await StartAsync(map: a => a.UseExceptionHandler("/error"));
        using var browser = app.NewBrowser();
        var answer = await SendAsync(browser, "/login-and-fail/alice");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith(Name, StringComparison.Ordinal));
        await SendAsync(browser, "/login/alice");
        // What the endpoint wrote is dropped; the sign-in stands.
        Assert.Equal(["alice "], _events.Raised);
    }

    [Fact]
    public async Task Whatever_a_client_sends_as_the_cookie_a_sign_in_works_and_is_new()
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var right = CookieOf(await SendAsync(client, "/login/alice"), Name)!;
        var value = right[(Name.Length + 1)..];
        string[] hostile =
        [
            "", "x", new('A', 220), new('-', 220), value[..^1], value + "A", value[..^1] + (value[^1] == 'A' ? 'B' : 'A'), new('a', 20_000),
            "%00%0a", "\"" + value + "\"",
            value.ToUpperInvariant(), string.Concat(value.Reverse()),
        ];
        foreach (var sent in hostile)
        {
            var count = _events.Raised.Count;
            var answer = await SendAsync(client, "/login/alice", $"{Name}={sent}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(count + 1, _events.Raised.Count);
            Assert.Equal(right.Length, CookieOf(answer, Name)!.Length);
        }

        // The cookie of another session type, or of other names, is none of this one.
        var before = _events.Raised.Count;
        await SendAsync(client, "/login/alice", $"_session_D={value}; x{right}");
        Assert.Equal(before + 1, _events.Raised.Count);
        await SendAsync(client, "/login/alice", right);
        Assert.Equal(before + 1, _events.Raised.Count);
    }

    [Fact]
    public async Task A_cookie_that_a_sibling_site_plants_hides_no_known_one_unless_there_are_too_many()
    {
        await using var app = await StartAsync();
        using var client = app.NewBareClient();
        var known = CookieOf(await SendAsync(client, "/login/alice"), Name)!;
        var attackers = CookieOf(await SendAsync(client, "/login/eve"), Name)!;
        Assert.Equal(2, _events.Raised.Count);
        await SendAsync(client, "/login/alice", $"{attackers}; {Name}=x; {known}");
        Assert.Equal(2, _events.Raised.Count);
        await SendAsync(client, "/login/alice", string.Join("; ", Enumerable.Repeat($"{Name}=x", 50).Append(known)));
        Assert.Equal(3, _events.Raised.Count);
    }

    [Fact]
    public async Task A_cookie_of_the_name_that_another_session_type_has_is_refused_at_start_up()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddAzuSessions<Visits>(o => o.DetectNewClients = true).UseMemoryStore();
                builder.Services.AddAzuSessions(o => o.Cookie.Name = Name).UseMemoryStore();
            },
            a => a.UseAzuSessions()));
        Assert.Contains(Name, error.Message, StringComparison.Ordinal);
    }

    private Task<TestApp> StartAsync(Action<AzuSessionsOptions>? options = null, Action<WebApplication>? map = null) => TestApp.StartAsync(
        builder =>
        {
            builder.Services.AddAzuSessions<Visits>(o =>
            {
                o.DetectNewClients = true;
                options?.Invoke(o);
            }).UseMemoryStore();
            builder.Services.AddSingleton<SessionEvents<Visits>>(_events);
        },
        app =>
        {
            map?.Invoke(app);
            app.UseRouting();
            app.UseAzuSessions();
            app.MapPost("/login/{subject}", SignInAsync);
            app.MapPost("/login-and-fail/{subject}", async (string subject, Session<Visits> session) =>
            {
                await SignInAsync(subject, session);
                throw new InvalidOperationException("This endpoint breaks on purpose.");
            });
            app.MapPost("/login-and-out", async (Session<Visits> session) =>
            {
                await session.SignInAsync("carol");
                await session.SignOutAsync();
            });
            app.MapPost("/logout", (Session<Visits> session) => session.SignOutAsync().AsTask());
            app.MapPost("/rotate", (Session<Visits> session) => session.RotateToken());
            app.MapPost("/count", (Session<Visits> session) => session.Update(d => d with { Count = d.Count + 1 }));
            app.Map("/error", (HttpContext context) => context.Response.WriteAsync("broken"));
        });

    private static async Task SignInAsync(string subject, Session<Visits> session)
    {
        await session.SignInAsync(subject);
        session.Data = session.Data with { Note = "from here" };
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string? cookies = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (cookies is not null) request.Headers.TryAddWithoutValidation("Cookie", cookies);
        return await client.SendAsync(request);
    }

    private static string? DeviceOf(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var cookies)
        ? cookies.SingleOrDefault(c => c.StartsWith(Name + "=", StringComparison.Ordinal))
        : null;

    /// <summary>The cookie as a client sends it back.</summary>
    private static string? CookieOf(HttpResponseMessage answer, string name) =>
        answer.Headers.GetValues("Set-Cookie").SingleOrDefault(c => c.StartsWith(name + "=", StringComparison.Ordinal))?.Split(';')[0];

    private sealed class Events : SessionEvents<Visits>
    {
        public ConcurrentQueue<string> Raised { get; } = [];

        public override ValueTask OnNewClient(SessionSnapshot<Visits> session)
        {
            // What the request wrote after the sign-in is in it.
            Raised.Enqueue($"{session.Subject} {session.Data.Note}");
            return default;
        }
    }

    private sealed class NoConsent : ITrackingConsentFeature
    {
        public bool IsConsentNeeded => true;

        public bool HasConsent => false;

        public bool CanTrack => false;

        public void GrantConsent() { }

        public void WithdrawConsent() { }

        public string CreateConsentCookie() => "";
    }
}
