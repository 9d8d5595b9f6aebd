using System.Net;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>All the sessions of one user.</summary>
public abstract class DeviceScenarios<TStore> : StoreScenarios<TStore> where TStore : IScenarioStore
{
    [Fact]
    [Trait("Requirement", "R-41")]
    public async Task The_device_list_shows_who_signed_in_from_where_and_its_ids_admit_nobody()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => o.RecordClient = true);
        await LoginFromAsync(app, "alice", "Phone/1.0");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await LoginFromAsync(app, "alice", "Laptop/2.0");
        await LoginFromAsync(app, "bob", "Tablet/3.0");
        var devices = await app.Sessions.ListBySubjectAsync("alice").OrderBy(d => d.SignedInAt).ToListAsync();
        Assert.Equal(["Phone/1.0", "Laptop/2.0"], devices.Select(d => d.Client!.UserAgent));
        Assert.All(devices, d => Assert.Equal("127.0.0.1", d.Client!.Address));
        foreach (var device in devices)
        {
            using var guess = await app.Client.GetAsync("/members", device.Id.ToString());
            Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
        }
    }

    [Fact]
    public async Task Nothing_of_a_client_is_kept_unless_the_application_asks_for_it()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        await LoginFromAsync(app, "alice", "Phone/1.0");
        Assert.Null((await app.Sessions.ListBySubjectAsync("alice").SingleAsync()).Client);
    }

    [Fact]
    [Trait("Requirement", "R-39")]
    public async Task Signing_out_all_others_keeps_this_one()
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var devices = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Client.BeginAsync("/login/alice")));
        var bob = await app.Client.BeginAsync("/login/bob");
        using var answer = await app.Client.PostAsync("/elsewhere", devices[1]);
        Assert.Equal("3", await answer.Content.ReadAsStringAsync());
        for (var i = 0; i < devices.Length; i++) Assert.Equal(i == 1 ? "alice|" : "|", await app.Client.ReadAsync("/", devices[i]));
        Assert.Equal("bob|", await app.Client.ReadAsync("/", bob));
    }

    [Theory]
    [InlineData("session")]
    [InlineData("manager")]
    [Trait("Requirement", "R-39")]
    public async Task Signing_out_everywhere_leaves_a_message_for_the_next_page_and_no_conflict(string way)
    {
        await using var app = await SignInApp.StartAsync<TStore>();
        var devices = new[] { await app.Client.BeginAsync("/login/alice"), await app.Client.BeginAsync("/login/alice") };
        using var answer = await app.Client.PostAsync($"/everywhere/{way}", devices[0]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        foreach (var device in devices) Assert.Equal("|", await app.Client.ReadAsync("/", device));
        Assert.Equal("signed out everywhere", await app.Client.ReadAsync("/notice", answer.CookieValue()!));
    }

    [Fact]
    [Trait("Requirement", "R-43")]
    public async Task At_the_limit_the_oldest_session_goes()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => o.MaxSessionsPerSubject = 2);
        var devices = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            devices.Add(await app.Client.BeginAsync("/login/alice"));
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        for (var i = 0; i < devices.Count; i++) Assert.Equal(i < 2 ? "|" : "alice|", await app.Client.ReadAsync("/", devices[i]));
    }

    [Theory]
    [InlineData(SessionLimitMode.EvictOldest)]
    [InlineData(SessionLimitMode.Reject)]
    [Trait("Requirement", "R-43")]
    public async Task Racing_logins_stay_within_the_limit(SessionLimitMode mode)
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => (o.MaxSessionsPerSubject, o.OnSessionLimit) = (5, mode));
        const int Parallel = 20;
        for (var round = 0; round < Tier.Of(10, 200); round++)
        {
            app.Rendezvous = new(Parallel);
            var logins = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => app.Client.PostAsync($"/meet/login/alice{round}", cookie: null)));
            var live = 0;
            foreach (var login in logins)
            {
                if (login.CookieValue() is { } cookie && await app.Client.ReadAsync("/", cookie) == $"alice{round}|") live++;
                // Evicted before it had stored its data, or refused.
                Assert.Contains(login.StatusCode,
                    (HttpStatusCode[])[HttpStatusCode.OK, mode == SessionLimitMode.EvictOldest ? HttpStatusCode.Conflict : HttpStatusCode.InternalServerError]);
                login.Dispose();
            }

            Assert.InRange(live, 1, 5);
            Assert.Equal(live, await app.Sessions.ListBySubjectAsync($"alice{round}").CountAsync());
        }
    }

    [Fact]
    public async Task A_login_beyond_the_limit_is_refused_and_leaves_the_others_alone()
    {
        await using var app = await SignInApp.StartAsync<TStore>(o => (o.MaxSessionsPerSubject, o.OnSessionLimit) = (1, SessionLimitMode.Reject));
        var first = await app.Client.BeginAsync("/login/alice");
        var guest = await app.Client.BeginAsync("/cart/apple");
        using var refused = await app.Client.PostAsync("/login/alice", guest);
        Assert.Equal(HttpStatusCode.InternalServerError, refused.StatusCode); // the application did not handle SessionLimitExceededException
        Assert.Null(refused.SetCookie());
        Assert.Equal("alice|", await app.Client.ReadAsync("/", first));
        Assert.Equal("|apple", await app.Client.ReadAsync("/", guest));
        var again = await app.Client.BeginAsync("/login/alice", first); // the same session does not count twice
        Assert.Equal("alice|", await app.Client.ReadAsync("/", again));
    }

    private static async Task LoginFromAsync(SignInApp app, string name, string agent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/login/{name}");
        request.Headers.UserAgent.ParseAdd(agent);
        (await app.Client.SendAsync(request)).EnsureSuccessStatusCode().Dispose();
    }
}
