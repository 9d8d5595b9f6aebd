using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Turns away a client that is not signed in: a browser to the sign-in page, a program with 401.</summary>
internal static class SignInRedirect
{
    /// <param name="context">The request.</param>
    /// <param name="signInPath">The sign-in page; null: 401 for every client.</param>
    /// <param name="log">Is told of a sign-in page that wants a sign-in.</param>
    /// <param name="returnTo">Where the sign-in page sends the client afterwards; null: to the page that it asked for.</param>
    public static void TurnAway(HttpContext context, string? signInPath, ILogger log, string? returnTo = null)
    {
        var request = context.Request;
        if (signInPath is not null && request.Path.Equals(signInPath, StringComparison.OrdinalIgnoreCase))
        {
            log.SignInPageRequiresSignIn(signInPath);
            signInPath = null;
        }

        if (signInPath is null || AnswerForms.Of(request) != AnswerForm.Page)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var back = returnTo is null ? ReturnQuery(request) : LocalPath.IsLocal(returnTo) ? Query(returnTo) : "";
        context.Response.Redirect(request.PathBase.ToUriComponent() + LocalPath.Escaped(signInPath) + back);
    }

    /// <summary>Back to the same page, if it can be asked for again. Only ever a path of this application.</summary>
    private static string ReturnQuery(HttpRequest request)
    {
        var target = UriHelper.BuildRelative(request.PathBase, request.Path, request.QueryString);
        return (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && LocalPath.IsLocal(target) ? Query(target) : "";
    }

    private static string Query(string target) => QueryString.Create(LocalPath.Parameter, target).ToUriComponent();
}
