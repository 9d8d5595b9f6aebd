using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>
/// Puts behind UseAzuSessions what sets the user of a request, and UseAuthorization where the application does not call it. WebApplication would put both
/// in front of everything, where no session is loaded yet.
/// </summary>
internal sealed class AuthenticationPlacement
{
    /// <summary>Marks an application, or a branch, on which UseAzuSessions was called.</summary>
    public const string SessionsKey = "__AzuSessions";

    // Set by the two methods on the application that they are called on. Where one is set, WebApplication does not add it.
    private const string AuthenticationKey = "__AuthenticationMiddlewareSet";
    private const string AuthorizationKey = "__AuthorizationMiddlewareSet";

    // Stands for "not called so far": UseAuthorization replaces it.
    private static readonly object s_open = new();

    private readonly IApplicationBuilder _app;
    private readonly SessionSchemes _schemes;

    private AuthenticationPlacement(IApplicationBuilder app, SessionSchemes schemes) => (_app, _schemes) = (app, schemes);

    /// <summary>Notes the call. Null: no scheme is about sessions, or an earlier call has noted it.</summary>
    /// <exception cref="InvalidOperationException">One of the two stands in front.</exception>
    public static AuthenticationPlacement? Begin(IApplicationBuilder app, SessionSchemes schemes)
    {
        app.Properties.TryGetValue(SessionsKey, out var marked);
        app.Properties[SessionsKey] = app;
        if (!schemes.Any || ReferenceEquals(marked, app)) return null;
        if (marked is null)
        {
            if (app.Properties.ContainsKey(AuthenticationKey)) throw InFront("UseAuthentication");
            if (app.Properties.ContainsKey(AuthorizationKey)) throw InFront("UseAuthorization");
        }

        app.Properties[AuthenticationKey] = true;
        app.Properties[AuthorizationKey] = s_open;
        return new(app, schemes);
    }

    /// <summary>The rest of the pipeline, with what the application has left out in front of it. Called when the pipeline is built.</summary>
    public RequestDelegate Complete(RequestDelegate next)
    {
        var between = _app.New();
        // Where the application calls it too, that may be too late for its UseAuthorization, and a second time does no harm.
        if (FindOnlySource() is { } principals) between.Use(rest => new SessionUserMiddleware(rest, principals).InvokeAsync);
        else between.UseAuthentication();
        if (ReferenceEquals(_app.Properties[AuthorizationKey], s_open)) between.UseAuthorization();
        between.Run(next);
        return between.Build();
    }

    /// <summary>
    /// The principals of the default scheme, if it is that of a session type, no other scheme answers requests by itself (OpenID Connect), and the application
    /// changes no principals.
    /// </summary>
    private ISessionPrincipals? FindOnlySource()
    {
        using var scope = _app.ApplicationServices.CreateScope();
        var services = scope.ServiceProvider;
        return services.GetRequiredService<IAuthenticationService>().GetType().Assembly == typeof(AuthenticationService).Assembly
            && services.GetService<IClaimsTransformation>() is null or NoopClaimsTransformation
            && !services.GetRequiredService<IOptions<AuthenticationOptions>>().Value.Schemes.Any(AnswersRequests)
                ? services.GetServices<ISessionPrincipals>().FirstOrDefault(p => p.Scheme.Name == _schemes.Default)
                : null;
    }

    private static bool AnswersRequests(AuthenticationSchemeBuilder scheme) =>
        scheme.HandlerType?.IsAssignableTo(typeof(IAuthenticationRequestHandler)) == true;

    private static InvalidOperationException InFront(string method) =>
        new($"{method} is called before UseAzuSessions, and the user of a request comes from its session. Move app.UseAzuSessions() in front of it, or " +
            $"remove {method}: UseAzuSessions adds it behind itself.");
}
