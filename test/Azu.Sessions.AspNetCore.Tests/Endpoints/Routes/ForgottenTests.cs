namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Endpoints that no middleware can see, and applications that forgot a call.</summary>
public sealed class ForgottenTests
{
    private static readonly RouteKind s_page = new("page", "/page");

    [Fact]
    public async Task A_page_for_members_that_skips_all_middleware_shows_nothing()
    {
        await using var app = await RouteApp.StartAsync(a =>
        {
            a.UseAzuSessions();
            a.MapGet("/page", (Func<HttpContext, string>)Runs.Note).RequireSignIn().ShortCircuit();
        });
        var outcome = await app.AskAsync("/page", s_page, isSignedIn: true);
        Assert.Equal((500, false, 0), (outcome.Status, outcome.IsShown, outcome.Runs));
        Assert.Contains(outcome.Exceptions, m => m.Contains("Remove ShortCircuit()", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_application_with_a_page_for_members_and_without_sessions_says_what_to_call()
    {
        // Some frameworks look at all endpoints at the start. Elsewhere the first request does.
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            RouteApp.StartAsync(a => a.MapGet("/page", (Func<HttpContext, string>)Runs.Note).RequireSignIn(), hasSessions: false));
        Assert.Contains("Call builder.Services.AddAzuSessions<…>() and app.UseAzuSessions()", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_must_not_see_copies_shows_nothing_without_the_middleware()
    {
        await using var app = await RouteApp.StartAsync(a => a.MapGet("/page", (Func<HttpContext, string>)Runs.Note).RequireFreshSession());
        var outcome = await app.AskAsync("/page", s_page);
        Assert.Equal((500, false, 0), (outcome.Status, outcome.IsShown, outcome.Runs));
    }

    [Fact]
    public async Task An_open_page_and_one_that_is_exempt_need_no_middleware()
    {
        await using var app = await RouteApp.StartAsync(a =>
        {
            a.MapGet("/page", (Func<HttpContext, string>)Runs.Note);
            a.MapGroup("/group").RequireSignIn().MapGet("/login", (Func<HttpContext, string>)Runs.Note).AllowAnonymous();
        });
        Assert.Equal((200, true), Told(await app.AskAsync("/page", s_page)));
        Assert.Equal((200, true), Told(await app.AskAsync("/group/login", s_page)));

        static (int Status, bool IsShown) Told(Outcome outcome) => (outcome.Status, outcome.IsShown);
    }

    [Fact]
    public async Task A_branch_with_its_own_routing_needs_no_sessions_where_it_requires_none()
    {
        await using var app = await RouteApp.StartAsync(a =>
            a.UseAzuSessions().Map("/branch", b => b.UseRouting().UseEndpoints(e => e.MapGet("/page", (Func<HttpContext, string>)Runs.Note))));
        var outcome = await app.AskAsync("/branch/page", s_page);
        Assert.Equal((200, true), (outcome.Status, outcome.IsShown));
        Assert.Empty(outcome.Exceptions);
    }

    [Fact]
    public async Task The_sessions_of_jobs_are_refused_by_the_middleware_because_nothing_would_guard_pages()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => RouteApp.StartAsync(
            a => a.UseAzuSessions(),
            b => b.Services.AddAzuSessionsCore<Visitor>(o => o.Secret = SessionSecrets.Generate()).UseMemoryStore(),
            hasSessions: false));
        Assert.Contains("Call builder.Services.AddAzuSessions<…>()", refusal.Message, StringComparison.Ordinal);
    }
}
