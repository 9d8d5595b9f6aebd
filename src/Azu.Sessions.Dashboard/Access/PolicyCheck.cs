using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Dashboard;

/// <summary>Evaluates a policy for a request, whatever middleware ran before.</summary>
internal static class PolicyCheck
{
    /// <param name="context">The request; the resource of the policy.</param>
    /// <param name="name">The policy.</param>
    public static async Task<Admission> EvaluateAsync(HttpContext context, string name)
    {
        var services = context.RequestServices;
        // A policy that is gone admits no caller.
        if (await services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(name) is not { } policy) return Admission.Forbidden;
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        try
        {
            var authentication = await evaluator.AuthenticateAsync(policy, context);
            var result = await evaluator.AuthorizeAsync(policy, authentication, context, context);
            if (result.Succeeded) return Admission.Allowed;
            if (IsSessionUnavailable(context)) return Admission.Unknown;
            return result.Challenged && context.User.Identity?.IsAuthenticated != true ? Admission.SignInNeeded : Admission.Forbidden;
        }
        catch (SessionStoreException)
        {
            return Admission.Unknown;
        }
    }

    /// <summary>Whether a session of this request could not be read. Then a refusal says nothing about the caller.</summary>
    private static bool IsSessionUnavailable(HttpContext context) =>
        RequestSessions.Of(context) is ILoadedSessions loaded && loaded.Loaded.Any(session => session.State.Origin == SessionOrigin.Unavailable);
}
