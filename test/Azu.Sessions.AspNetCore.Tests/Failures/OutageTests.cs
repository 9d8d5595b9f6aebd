using System.Net;
using Azu.Sessions;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>The store is down: what each endpoint answers, and that it all comes back afterwards.</summary>
[Trait("Requirement", "R-94")]
public sealed class OutageTests
{
    private readonly FailingStore _store = new(new MemoryStore(new(), TimeProvider.System));

    /// <summary>What fails, the endpoint, its status for a visitor with a cookie, and the body where it is not the failure's own.</summary>
    public static TheoryData<StoreOperations, string, int, string?> Table => new()
    {
        // Nothing works.
        { StoreOperations.All, "/default/read", 200, "|0|Unavailable" },
        { StoreOperations.All, "/default/write", 503, null },
        { StoreOperations.All, "/default/flash", 503, null },
        { StoreOperations.All, "/required/read", 503, null },
        { StoreOperations.All, "/required/write", 503, null },
        { StoreOperations.All, "/members/read", 503, null },
        { StoreOperations.All, "/members/write", 503, null },
        { StoreOperations.All, "/closed/read", 503, null },
        { StoreOperations.All, "/closed/write", 503, null },
        { StoreOperations.All, "/on-write/read", 200, "|0|Unavailable" },
        { StoreOperations.All, "/on-write/write", 503, null },
        { StoreOperations.All, "/ephemeral/read", 200, "|0|Ephemeral" },
        { StoreOperations.All, "/ephemeral/write", 200, "1" },
        { StoreOperations.All, "/ephemeral/flash", 200, "shown" },
        // An endpoint that only members may see cannot be answered without knowing who asks, whatever the mode.
        { StoreOperations.All, "/members-on-write/read", 503, null },
        { StoreOperations.All, "/members-ephemeral/read", 503, null },
        // Only reading works.
        { StoreOperations.Writes, "/default/read", 200, "alice|7|Durable" },
        { StoreOperations.Writes, "/default/write", 503, null },
        { StoreOperations.Writes, "/required/read", 200, "alice|7|Durable" },
        { StoreOperations.Writes, "/required/write", 503, null },
        { StoreOperations.Writes, "/members/read", 200, "alice|7|Durable" },
        { StoreOperations.Writes, "/members/write", 503, null },
        { StoreOperations.Writes, "/closed/write", 503, null },
        { StoreOperations.Writes, "/on-write/write", 503, null },
        { StoreOperations.Writes, "/ephemeral/read", 200, "alice|7|Durable" },
        { StoreOperations.Writes, "/ephemeral/write", 200, "8" },
        // Only writing works.
        { StoreOperations.Find, "/default/read", 200, "|0|Unavailable" },
        { StoreOperations.Find, "/default/write", 503, null },
        { StoreOperations.Find, "/required/read", 503, null },
        { StoreOperations.Find, "/ephemeral/write", 200, "1" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_endpoint_answers_as_its_mode_says_and_the_session_is_back_afterwards(StoreOperations failing, string path, int status, string? body)
    {
        await using var app = await StartAsync();
        var cookie = await app.Client.BeginAsync("/login/alice");
        for (var i = 0; i < 7; i++) (await app.Client.PostAsync("/count", cookie)).EnsureSuccessStatusCode().Dispose();

        _store.Failing = failing;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"{Wire.CookieName}={cookie}");
        request.Headers.Add("Accept", "text/html"); // who asks for a page would be sent to the login otherwise
        using var answer = await app.Client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Null(answer.SetCookie());
        if (body is not null) Assert.Equal(body, await answer.Content.ReadAsStringAsync());
        if (status == 503) Assert.True(answer.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));

        _store.Failing = StoreOperations.None;
        Assert.Equal("alice|7|Durable", await app.Client.ReadAsync("/", cookie));
    }

    [Theory]
    [InlineData("/default/read", 200)]
    [InlineData("/default/write", 503)]
    [InlineData("/required/read", 401)]
    [InlineData("/members/read", 401)]
    [InlineData("/ephemeral/write", 200)]
    [InlineData("/closed/read", 200)]
    public async Task A_visitor_without_a_cookie_needs_the_store_only_to_write(string path, int status)
    {
        await using var app = await StartAsync();
        _store.Failing = StoreOperations.All;
        using var answer = await app.Client.GetAsync(path, cookie: null);
        Assert.Equal((status, null), ((int)answer.StatusCode, answer.SetCookie()));
    }

    [Theory]
    [InlineData(StoreFailureMode.FailClosed, "/default/read", 503)]
    [InlineData(StoreFailureMode.FailOnWrite, "/default/read", 200)]
    [InlineData(StoreFailureMode.Ephemeral, "/default/write", 200)]
    [InlineData(StoreFailureMode.Ephemeral, "/required/read", 503)]
    [InlineData(StoreFailureMode.FailOnWrite, "/members/read", 503)]
    public async Task The_application_chooses_for_endpoints_that_do_not_and_never_for_those_that_require_a_session(StoreFailureMode mode, string path,
        int status)
    {
        await using var app = await StartAsync(o => o.OnStoreFailure = mode);
        var cookie = await app.Client.BeginAsync("/login/alice");
        _store.Failing = StoreOperations.All;
        using var answer = await app.Client.GetAsync(path, cookie);
        Assert.Equal((status, null), ((int)answer.StatusCode, answer.SetCookie()));
    }

    [Fact]
    public async Task A_login_during_an_outage_fails_and_leaves_the_session_before_as_it_was()
    {
        await using var app = await StartAsync();
        var cookie = await app.Client.BeginAsync("/count");
        foreach (var failing in (StoreOperations[])[StoreOperations.All, StoreOperations.Writes, StoreOperations.Find])
        {
            _store.Failing = failing;
            using var login = await app.Client.PostAsync("/login/alice", cookie);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, null), (login.StatusCode, login.SetCookie()));
            _store.Failing = StoreOperations.None;
            await Eventually.HoldsAsync(async () => await app.Client.ReadAsync("/", cookie) == "|1|Durable");
        }
    }

    [Fact]
    public async Task A_touch_that_fails_is_nobodys_concern()
    {
        await using var app = await StartAsync(o => o.TouchInterval = TimeSpan.Zero);
        var cookie = await app.Client.BeginAsync("/login/alice");
        _store.Failing = StoreOperations.Touch;
        Assert.Equal("alice|0|Durable", await app.Client.ReadAsync("/required/read", cookie));
    }

    [Fact]
    [Trait("Requirement", "R-96")]
    public async Task The_breaker_stops_asking_a_store_that_is_down_and_finds_out_when_it_is_back()
    {
        var counting = new CountingStore(_store);
        await using var app = await FaultApp.StartAsync(
            counting,
            resilience: r => (r.CircuitBreaker.FailureThreshold, r.CircuitBreaker.BreakDuration) = (5, TimeSpan.FromMilliseconds(500)),
            map: MapModes);
        var cookie = await app.Client.BeginAsync("/login/alice");
        _store.Failing = StoreOperations.All;
        for (var i = 0; i < 5; i++) Assert.Equal("|0|Unavailable", await app.Client.ReadAsync("/", cookie));
        counting.Reset();
        for (var i = 0; i < 20; i++)
        {
            using var answer = await app.Client.GetAsync("/required/read", cookie);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }

        Assert.InRange(counting.Total, 0, 3); // a probe, at most
        _store.Failing = StoreOperations.None;
        await Eventually.HoldsAsync(async () => await app.Client.ReadAsync("/", cookie) == "alice|0|Durable");
    }

    private Task<FaultApp> StartAsync(Action<AzuSessionsOptions>? options = null) => FaultApp.StartAsync(_store, options, map: MapModes);

    private static void MapModes(WebApplication app)
    {
        MapUses(app.MapGroup("/default"));
        MapUses(app.MapGroup("/required").RequireSession());
        MapUses(app.MapGroup("/members").RequireSignIn());
        MapUses(app.MapGroup("/closed").WithSession(onStoreFailure: StoreFailureMode.FailClosed));
        MapUses(app.MapGroup("/on-write").WithSession(onStoreFailure: StoreFailureMode.FailOnWrite));
        MapUses(app.MapGroup("/ephemeral").WithSession(onStoreFailure: StoreFailureMode.Ephemeral));
        MapUses(app.MapGroup("/members-on-write").RequireSignIn().WithSession(onStoreFailure: StoreFailureMode.FailOnWrite));
        MapUses(app.MapGroup("/members-ephemeral").RequireSignIn().WithSession(onStoreFailure: StoreFailureMode.Ephemeral));
    }

    private static void MapUses(Microsoft.AspNetCore.Routing.RouteGroupBuilder group)
    {
        group.MapGet("/read", (Session<Visitor> session) => $"{session.Data.Name}|{session.Data.Count}|{session.Durability}");
        group.MapGet("/write", (Session<Visitor> session) =>
        {
            session.Update(d => d with { Count = d.Count + 1 });
            return session.Data.Count;
        });
        group.MapGet("/flash", (Session<Visitor> session) =>
        {
            session.Flash.Notice = "shown";
            return session.Flash.Notice;
        });
    }
}
