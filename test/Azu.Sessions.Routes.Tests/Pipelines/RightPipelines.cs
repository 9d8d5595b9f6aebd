namespace Azu.Sessions.Routes.Tests;

/// <summary>Pipelines in which UseAzuSessions sees the endpoint before it runs.</summary>
internal static class RightPipelines
{
    public static IReadOnlyList<Pipeline> All { get; } =
    [
        new("after the routing of the application", (a, _) => Routes.Map(a.UseAzuSessions())),
        new("after UseRouting", (a, _) => AfterRouting(a)),
        new("in a UseWhen that applies", (a, _) => Routes.Map(a.UseWhen(c => !c.Request.Query.ContainsKey("elsewhere"), b => b.UseAzuSessions()))),
        new("in a branch with its own routing", (a, _) => Routes.MapBranch(a, b => b.UseAzuSessions()), Routes.BranchPath),
        new("before such a branch and in it", (a, _) => Routes.MapBranch(a.UseAzuSessions(), b => b.UseAzuSessions()), Routes.BranchPath),
        new("after a status page", (a, page) => Routes.Map(a.UseStatusPage(page).UseAzuSessions())) { Cause = ErrorPages.Nowhere },
        new("after an exception page", (a, page) => Routes.Map(a.UseExceptionPage(page).UseAzuSessions())) { Cause = ErrorPages.Fails },
    ];

    public static Pipeline Of(string name) => All.Single(p => p.Name == name);

    private static void AfterRouting(WebApplication app)
    {
        app.UseRouting();
        Routes.Map(app.UseAzuSessions());
    }
}
