using Microsoft.AspNetCore.Mvc.Filters;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>The kinds of routes that an application can have.</summary>
internal static class RouteKinds
{
    public static IReadOnlyList<RouteKind> All { get; } = [.. MinimalKinds.All, .. MvcKinds.All, .. FrameworkKinds.All];

    public static RouteKind Of(string name) => All.Single(k => k.Name == name);

    public static void AddServices(IServiceCollection services)
    {
        services.AddControllersWithViews(mvc => mvc.Filters.Add(new NotingFilter())).OnlyControllersIn(typeof(RouteKinds).Namespace!);
        services.AddRazorPages(pages => pages.RootDirectory = "/Endpoints/Routes/Pages");
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddSignalR();
        services.AddGrpc();
        services.AddHealthChecks();
        services.AddTransient<ToMemberPage>();
        services.AddTransient<ToMemberController>();
        services.AddSingleton<MatcherPolicy, PlainEndpointPolicy>();
    }

    public static void MapAll(IEndpointRouteBuilder routes)
    {
        foreach (var kind in All) kind.Map?.Invoke(routes);
        routes.MapControllers();
        routes.MapRazorPages();
        routes.MapRazorComponents<App>();
    }
}

/// <summary>Notes that MVC runs: filters come before model binding and before the controller is made.</summary>
internal sealed class NotingFilter : IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context) => Runs.Note(context.HttpContext);
}
