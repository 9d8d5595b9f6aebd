using System.Net;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Ending sessions, after a dry run.</summary>
public sealed class DashboardEndTests
{
    [Fact]
    public async Task A_dry_run_ends_nothing_and_counts_what_would_end()
    {
        await using var app = await DashboardApp.StartAsync();
        var ids = new List<SessionId>();
        for (var i = 0; i < 3; i++) ids.Add(await app.NewSessionAsync("alice"));
        await app.NewSessionAsync("bob");
        Assert.Equal(2, await PreviewAsync(new { ids = new[] { ids[0], ids[1], SessionId.New() } }));
        Assert.Equal(3, await PreviewAsync(new { subject = "alice" }));
        Assert.Equal(4, await PreviewAsync(new { all = true }));
        Assert.Equal(4, await app.Sessions.CountAsync());

        async Task<long> PreviewAsync(object what) => (long)(await app.PostAsync("end/preview", what)).Answer!["sessions"]!;
    }

    [Fact]
    public async Task One_several_a_subject_and_all_are_ended()
    {
        await using var app = await DashboardApp.StartAsync();
        var ids = new List<SessionId>();
        for (var i = 0; i < 6; i++) ids.Add(await app.NewSessionAsync(i < 3 ? "alice" : "bob"));
        Assert.Equal(2, await EndAsync(new { ids = ids.Take(2) }));
        Assert.Equal(1, await EndAsync(new { subject = "alice" }));
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("end", new { all = true })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("end", new { all = true, confirm = "visits" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("end", new { })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("end", new { ids = Array.Empty<string>() })).Status);
        Assert.Equal(3, await app.Sessions.CountAsync());
        Assert.Equal(3, await EndAsync(new { all = true, confirm = nameof(Visits) }));
        Assert.Equal(0, await app.Sessions.CountAsync());

        async Task<long> EndAsync(object what) => (long)(await app.PostAsync("end", what)).Answer!["ended"]!;
    }

    [Fact]
    public async Task Of_two_operators_who_end_one_session_one_ends_it()
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.NewSessionAsync("alice");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.PostAsync("end", new { ids = new[] { id } })));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(1, answers.Sum(answer => (long)answer.Answer!["ended"]!));
    }

    [Fact]
    public async Task The_operator_is_the_actor()
    {
        var store = new ActorStore();
        await using var app = await DashboardApp.StartAsync(s => s.UseStore(store));
        var id = await app.NewSessionAsync("alice");
        await app.PostAsync("end", new { ids = new[] { id } });
        Assert.Equal((SessionEndReason.Revoked, "dashboard: grace"), store.Removed);
    }

    [Fact]
    public async Task A_session_that_was_ended_is_gone_with_its_next_request()
    {
        await using var app = await DashboardApp.StartAsync();
        using var browser = app.App.NewBrowser();
        await browser.GetStringAsync("/note/hello");
        var id = (await app.Sessions.ListAsync().ToListAsync()).Single().Id;
        Assert.Equal("hello", await browser.GetStringAsync("/note"));
        await app.PostAsync("end", new { ids = new[] { id } });
        Assert.Equal("none", await browser.GetStringAsync("/note"));
    }

    private sealed class ActorStore : ReferenceStore
    {
        public (SessionEndReason, string?)? Removed { get; private set; }

        public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
            CancellationToken cancellationToken = default)
        {
            Removed = (reason, actor);
            return base.RemoveAsync(id, condition, reason, actor, cancellationToken);
        }
    }
}
