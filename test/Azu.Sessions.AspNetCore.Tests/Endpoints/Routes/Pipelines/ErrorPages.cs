namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Errors of an application whose page is another route.</summary>
internal static class ErrorPages
{
    /// <summary>A path without an endpoint.</summary>
    public const string Nowhere = "/nowhere";

    /// <summary>The path of an endpoint that fails.</summary>
    public const string Fails = "/fails";

    public static void MapFailing(IEndpointRouteBuilder routes) => routes.Map(Fails, _ => throw new NotSupportedException("The endpoint fails."));

    public static IApplicationBuilder UseStatusPage(this IApplicationBuilder app, RouteKind page) => app.UseStatusCodePagesWithReExecute(PathOf(page));

    public static IApplicationBuilder UseExceptionPage(this IApplicationBuilder app, RouteKind page) =>
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = PathOf(page), AllowStatusCode404Response = true });

    private static string PathOf(RouteKind page) => page.Path.Split('?')[0];
}
