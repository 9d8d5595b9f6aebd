using System.Security.Cryptography;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>The secret of the application changes while visitors hold cookies under the one before. The nodes share a store.</summary>
[Trait("Requirement", "R-62")]
public sealed class SecretRotationTests
{
    private readonly CountingStore _store = new(new MemoryStore(new(), TimeProvider.System));
    private readonly string _old = NewSecret();
    private readonly string _new = NewSecret();

    [Fact]
    public async Task A_cookie_under_the_old_key_is_issued_again_without_a_write()
    {
        var cookie = await LoginAsync(o => o.Secret = _old);
        await using var app = await StartAsync(o => (o.Secret, o.PreviousSecrets) = (_new, [_old]));
        _store.Reset();
        using var visit = await app.Client.GetAsync("/", cookie);
        Assert.Equal("alice|", await visit.Content.ReadAsStringAsync());
        var reissued = visit.CookieValue()!;
        Assert.NotEqual(cookie, reissued);
        // The second read makes sure that no parallel request has sent a newer cookie.
        Assert.Equal((2, 0), (_store[StoreOperations.Find], _store[StoreOperations.Writes]));

        using var next = await app.Client.GetAsync("/", reissued);
        Assert.Equal("alice|", await next.Content.ReadAsStringAsync());
        Assert.Null(next.SetCookie());
        Assert.Equal("alice|", await app.Client.ReadAsync("/", cookie)); // parallel requests of the page still carry it

        await using var retired = await StartAsync(o => o.Secret = _new);
        Assert.Equal("|", await retired.Client.ReadAsync("/", cookie));
        Assert.Equal("alice|", await retired.Client.ReadAsync("/", reissued));
    }

    [Fact]
    public async Task A_node_that_knows_the_key_to_come_accepts_its_cookies_and_leaves_them_as_they_are()
    {
        var cookie = await LoginAsync(o => (o.Secret, o.PreviousSecrets) = (_new, [_old]));
        await using var app = await StartAsync(o => (o.Secret, o.NextSecret) = (_old, _new));
        using var visit = await app.Client.GetAsync("/", cookie);
        Assert.Equal("alice|", await visit.Content.ReadAsStringAsync());
        Assert.Null(visit.SetCookie());
    }

    [Fact]
    public async Task A_cookie_under_an_unknown_key_is_kept_until_something_is_written()
    {
        var cookie = await LoginAsync(o => o.Secret = _new);
        await using var app = await StartAsync(o => o.Secret = _old);
        _store.Reset();
        foreach (var path in (string[])["/", "/members", "/vault", "/notice"])
        {
            using var visit = await app.Client.GetAsync(path, cookie);
            Assert.Null(visit.SetCookie());
        }

        Assert.Equal(0, _store.Total);
        var own = await app.Client.BeginAsync("/cart/apple", cookie);
        Assert.Equal("|apple", await app.Client.ReadAsync("/", own));
        await using var knows = await StartAsync(o => o.Secret = _new);
        Assert.Equal("alice|", await knows.Client.ReadAsync("/", cookie)); // nothing happened to the session itself
    }

    [Fact]
    public async Task A_rolling_deploy_of_a_new_secret_signs_nobody_out()
    {
        // Phase by phase, two nodes that may be a phase apart, and a visitor who meets either.
        Action<AzuSessionsOptions>[] phases =
        [
            o => o.Secret = _old,
            o => (o.Secret, o.NextSecret) = (_old, _new),
            o => (o.Secret, o.PreviousSecrets) = (_new, [_old]),
        ];
        var cookie = await LoginAsync(phases[0]);
        for (var phase = 1; phase < phases.Length; phase++)
        {
            await using var before = await StartAsync(phases[phase - 1]);
            await using var after = await StartAsync(phases[phase]);
            for (var visit = 0; visit < 6; visit++)
            {
                using var answer = await (visit % 2 == 0 ? after : before).Client.GetAsync("/", cookie);
                Assert.Equal("alice|", await answer.Content.ReadAsStringAsync());
                cookie = answer.CookieValue() ?? cookie;
            }
        }
    }

    private async Task<string> LoginAsync(Action<AzuSessionsOptions> options)
    {
        await using var app = await StartAsync(options);
        return await app.Client.BeginAsync("/login/alice");
    }

    private Task<SignInApp> StartAsync(Action<AzuSessionsOptions> options) =>
        SignInApp.WithStoreAsync(options, b => b.UseStore(_store), new ManualTimeProvider(TimeProvider.System.GetUtcNow()));

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
