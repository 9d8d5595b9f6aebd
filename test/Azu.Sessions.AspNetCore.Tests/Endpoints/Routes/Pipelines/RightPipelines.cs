namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Pipelines in which UseAzuSessions sees the endpoint before it runs.</summary>
internal static class RightPipelines
{
    public static IReadOnlyList<Pipeline> All { get; } =
    [
        new("after the routing of the application", (a, _) => RouteMaps.Map(a.UseAzuSessions())),
        new("after UseRouting", (a, _) => AfterRouting(a)),
        new("in a UseWhen that applies", (a, _) => RouteMaps.Map(a.UseWhen(c => !c.Request.Query.ContainsKey("elsewhere"), b => b.UseAzuSessions()))),
        new("in a branch with its own routing", (a, _) => RouteMaps.MapBranch(a, b => b.UseAzuSessions()), RouteMaps.BranchPath),
        new("before such a branch and in it", (a, _) => RouteMaps.MapBranch(a.UseAzuSessions(), b => b.UseAzuSessions()), RouteMaps.BranchPath),
        new("after a status page", (a, page) => RouteMaps.Map(a.UseStatusPage(page).UseAzuSessions())) { Cause = ErrorPages.Nowhere },
        new("after an exception page", (a, page) => RouteMaps.Map(a.UseExceptionPage(page).UseAzuSessions())) { Cause = ErrorPages.Fails },
    ];

    public static Pipeline Of(string name) => All.Single(p => p.Name == name);

    private static void AfterRouting(WebApplication app)
    {
        app.UseRouting();
        RouteMaps.Map(app.UseAzuSessions());
    }
}
