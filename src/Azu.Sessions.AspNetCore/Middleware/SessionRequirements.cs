using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Turns away requests whose session is not what their endpoint requires.</summary>
internal static class SessionRequirements
{
    /// <summary>True: the endpoint may run. False: the response says what is missing.</summary>
    public static bool AreMet(HttpContext context, SessionRequirement requirement, SessionState state, string signInPath, DateTimeOffset now, ILogger log)
    {
        state.MarkRead();
        var record = state.Record;
        if (requirement.IsSignIn ? IsSignedIn(record, requirement, now) : record is not null) return true;
        TurnAway(context, requirement.IsSignIn ? requirement.SignInPath ?? signInPath : null, log);
        return false;
    }

    private static bool IsSignedIn(SessionRecord? record, SessionRequirement requirement, DateTimeOffset now) =>
        record?.Subject is not null && (requirement.MaxSignInAge is not { } maxAge || now - record.SignedInAt <= maxAge);

    private static void TurnAway(HttpContext context, string? signInPath, ILogger log)
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

        context.Response.Redirect(request.PathBase.ToUriComponent() + LocalPath.Escaped(signInPath) + ReturnQuery(request));
    }

    /// <summary>Back to the same page, if it can be asked for again. Only ever a path of this application.</summary>
    private static string ReturnQuery(HttpRequest request)
    {
        var target = UriHelper.BuildRelative(request.PathBase, request.Path, request.QueryString);
        return (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && LocalPath.IsLocal(target)
            ? QueryString.Create(LocalPath.Parameter, target).ToUriComponent()
            : "";
    }
}
