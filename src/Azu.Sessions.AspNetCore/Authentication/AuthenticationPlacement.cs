using Microsoft.AspNetCore.Builder;

namespace Azu.Sessions;

/// <summary>
/// Puts UseAuthentication behind UseAzuSessions, and UseAuthorization where the application does not call it. WebApplication would put them in front of everything,
/// where no session is loaded yet.
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

    private AuthenticationPlacement(IApplicationBuilder app) => _app = app;

    /// <summary>Notes the call. Null: authentication is none of ours, or a call before this one has noted it.</summary>
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
        return new(app);
    }

    /// <summary>The rest of the pipeline, with what the application has left out in front of it. Called when the pipeline is built.</summary>
    public Microsoft.AspNetCore.Http.RequestDelegate Complete(Microsoft.AspNetCore.Http.RequestDelegate next)
    {
        var between = _app.New();
        // Where the application calls it too, that may be too late for its UseAuthorization, and a second time does no harm.
        between.UseAuthentication();
        if (ReferenceEquals(_app.Properties[AuthorizationKey], s_open)) between.UseAuthorization();
        between.Run(next);
        return between.Build();
    }

    private static InvalidOperationException InFront(string method) =>
        new($"{method} is called before UseAzuSessions, and the user of a request comes from its session. Move app.UseAzuSessions() in front of it, or " +
            $"remove {method}: UseAzuSessions adds it behind itself.");
}
