namespace Azu.Sessions.Routes.Tests;

/// <summary>Pipelines in which no UseAzuSessions sees the endpoint before it runs.</summary>
internal static class WrongPipelines
{
    public static IReadOnlyList<Pipeline> All { get; } =
    [
        new("without the middleware", (a, _) => Routes.Map(a)),
        new("in a UseWhen that does not apply", (a, _) => Routes.Map(a.UseWhen(c => c.Request.Query.ContainsKey("elsewhere"), b => b.UseAzuSessions()))),
        new("before a branch with its own routing", (a, _) => Routes.MapBranch(a.UseAzuSessions()), Routes.BranchPath),
        new("before a status page", (a, page) => Routes.Map(a.UseAzuSessions().UseStatusPage(page))) { Cause = ErrorPages.Nowhere },
        new("before an exception page", (a, page) => Routes.Map(a.UseAzuSessions().UseExceptionPage(page))) { Cause = ErrorPages.Fails },
    ];

    public static Pipeline Of(string name) => All.Single(p => p.Name == name);
}
