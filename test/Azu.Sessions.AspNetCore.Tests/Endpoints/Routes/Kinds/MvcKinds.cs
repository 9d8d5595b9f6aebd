using Microsoft.AspNetCore.Mvc.Routing;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Controllers and Razor Pages.</summary>
internal static class MvcKinds
{
    public static IReadOnlyList<RouteKind> All { get; } =
    [
        new("a controller with an attribute", "/controller"),
        new("an action with an attribute", "/action"),
        new("a controller of an API", "/api"),
        new("controllers by convention", "/conventional/Open/Index", r =>
            r.MapControllerRoute("conventional", "conventional/{controller}/{action}").RequireSignIn()),
        new("a dynamic controller route", "/dynamic-controller/x", r => r.MapDynamicControllerRoute<ToMemberController>("dynamic-controller/{any}")),
        new("a fallback to a controller", "/fallback-controller/x", r => r.MapFallbackToController("/fallback-controller/{*path}", "Index", "Member")),
        new("a page with an attribute", "/Attributed"),
        new("a page whose model has an attribute", "/Member"),
        new("pages of a group", "/pages/Open", r => r.MapGroup("/pages").RequireSignIn().MapRazorPages()),
        new("a dynamic page route", "/dynamic-page/x", r => r.MapDynamicPageRoute<ToMemberPage>("dynamic-page/{any}")),
        new("a fallback to a page", "/fallback-page/x", r => r.MapFallbackToPage("/fallback-page/{*path}", "/Member")),
    ];
}

internal sealed class ToMemberPage : DynamicRouteValueTransformer
{
    public override ValueTask<RouteValueDictionary> TransformAsync(HttpContext httpContext, RouteValueDictionary values) =>
        new(new RouteValueDictionary { ["page"] = "/Member" });
}

internal sealed class ToMemberController : DynamicRouteValueTransformer
{
    public override ValueTask<RouteValueDictionary> TransformAsync(HttpContext httpContext, RouteValueDictionary values) =>
        new(new RouteValueDictionary { ["controller"] = "Member", ["action"] = "Index" });
}
