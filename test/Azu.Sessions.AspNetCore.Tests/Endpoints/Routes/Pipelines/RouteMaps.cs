namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>The ends of pipelines.</summary>
internal static class RouteMaps
{
    /// <summary>Maps every kind of route in the application itself.</summary>
    public static void Map(IApplicationBuilder app)
    {
        app.UseAntiforgery();
        var routes = (WebApplication)app;
        RouteKinds.MapAll(routes);
        ErrorPages.MapFailing(routes);
    }

    /// <summary>Maps every kind of route in a branch that has routing of its own, and nothing outside of it.</summary>
    public static void MapBranch(IApplicationBuilder app, Action<IApplicationBuilder>? afterRouting = null) => app.Map(BranchPath, branch =>
    {
        branch.UseRouting();
        afterRouting?.Invoke(branch);
        branch.UseAntiforgery().UseEndpoints(RouteKinds.MapAll);
    });

    public const string BranchPath = "/branch";
}
