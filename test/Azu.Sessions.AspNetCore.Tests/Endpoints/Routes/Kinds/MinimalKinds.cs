namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Routes to delegates.</summary>
internal static class MinimalKinds
{
    private static readonly Func<HttpContext, string> s_secret = Runs.Note;

    public static IReadOnlyList<RouteKind> All { get; } =
    [
        new("a handler that requires a sign-in", "/minimal", r => r.MapGet("/minimal", s_secret).RequireSignIn()),
        new("a handler that requires a session", "/session", r => r.MapGet("/session", s_secret).RequireSession()),
        new("a handler that requires a recent sign-in", "/recent", r => r.MapGet("/recent", s_secret).RequireRecentSignIn(TimeSpan.FromHours(1))),
        new("a handler that names the session type", "/typed", r => r.MapGet("/typed", s_secret).RequireSignIn<Visitor>()),
        new("a request delegate", "/delegate", r => r.Map("/delegate", context => context.Response.WriteAsync(Runs.Note(context))).RequireSignIn()),
        new("a handler with filters", "/filtered", r => r.MapGet("/filtered", s_secret).AddEndpointFilter(NoteAsync).RequireSignIn()) { HasFilters = true },
        new("a group", "/group/member", r => r.MapGroup("/group").RequireSignIn().MapGet("/member", s_secret)),
        new("a group with filters", "/filters/member", r =>
            r.MapGroup("/filters").RequireSignIn().AddEndpointFilter(NoteAsync).MapGet("/member", s_secret)) { HasFilters = true },
        new("a group that names the session type", "/typed-group/member", r => r.MapGroup("/typed-group").RequireSignIn<Visitor>().MapGet("/member", s_secret)),
        new("a nested group", "/outer/inner/member", r => r.MapGroup("/outer").RequireSignIn().MapGroup("/inner").MapGet("/member", s_secret)),
        new("an attribute on a lambda", "/lambda", r => r.MapGet("/lambda", [RequireSignIn] (HttpContext context) => Runs.Note(context))),
        new("an attribute on a method", "/method", r => r.MapGet("/method", Attributed)),
        new("WithMetadata", "/metadata", r => r.MapGet("/metadata", s_secret).WithMetadata(new RequireSignInAttribute())),
        new("a fallback", "/fallback/any/path", r => r.MapFallback("/fallback/{*path}", s_secret).RequireSignIn()),
        new("an endpoint without a route", "/plain", r => r.MapGet("/plain", () => "replaced").WithMetadata(new PlainEndpoint())),
    ];

    private static ValueTask<object?> NoteAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        Runs.Note(invocation.HttpContext);
        return next(invocation);
    }

    [RequireSignIn]
    private static string Attributed(HttpContext context) => Runs.Note(context);
}
