namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>What an endpoint requires of the session holds, or the endpoint does not run.</summary>
public sealed class RouteRequirementTests(RouteApps apps) : IClassFixture<RouteApps>
{
    private const string Refusal = "requires a session, and nothing has checked it";

    public static MatrixTheoryData<string, string> Wrong => new(RouteKinds.All.Select(k => k.Name), WrongPipelines.All.Select(p => p.Name));

    public static MatrixTheoryData<string, string> Right => new(RouteKinds.All.Select(k => k.Name), RightPipelines.All.Select(p => p.Name));

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_page_for_members_shows_nothing_where_the_middleware_did_not_see_it(string kind, string pipeline)
    {
        var outcome = Assert.Single(await apps.AskAsync(WrongPipelines.Of(pipeline), RouteKinds.Of(kind), false));
        Assert.Contains(outcome.Exceptions, m => m.Contains(Refusal, StringComparison.Ordinal));
        Assert.Equal((500, false, 0), (outcome.Status, outcome.IsShown, outcome.Runs));
    }

    [Theory]
    [MemberData(nameof(Right))]
    public async Task A_page_for_members_is_shown_to_members_alone_where_it_did(string kind, string pipeline)
    {
        var (route, way) = (RouteKinds.Of(kind), RightPipelines.Of(pipeline));
        var outcomes = await apps.AskAsync(way, route, false, true);
        Assert.Equal((401, false, 0), (outcomes[0].Status, outcomes[0].IsShown, outcomes[0].Runs));
        Assert.Equal(route.HasCode, outcomes[1].Runs > 0);
        Assert.True(outcomes[1].IsShown || (route.HasFilters && way.Cause is not null), string.Join('\n', outcomes[1].Exceptions));
    }
}
