namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Pipelines in which no UseAzuSessions sees the endpoint before it runs.</summary>
internal static class WrongPipelines
{
    public static IReadOnlyList<Pipeline> All { get; } =
    [
        new("without the middleware", (a, _) => RouteMaps.Map(a)),
        new("in a UseWhen that does not apply", (a, _) => RouteMaps.Map(a.UseWhen(c => c.Request.Query.ContainsKey("elsewhere"), b => b.UseAzuSessions()))),
        new("before a branch with its own routing", (a, _) => RouteMaps.MapBranch(a.UseAzuSessions()), RouteMaps.BranchPath),
        new("before a status page", (a, page) => RouteMaps.Map(a.UseAzuSessions().UseStatusPage(page))) { Cause = ErrorPages.Nowhere },
        new("before an exception page", (a, page) => RouteMaps.Map(a.UseAzuSessions().UseExceptionPage(page))) { Cause = ErrorPages.Fails },
    ];

    public static Pipeline Of(string name) => All.Single(p => p.Name == name);
}
