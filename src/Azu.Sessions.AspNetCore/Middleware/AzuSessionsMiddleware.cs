using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>
/// Loads the session before the endpoint runs, and commits it before the response starts: by the gate when the endpoint writes, else here.
/// </summary>
internal sealed class AzuSessionsMiddleware(RequestDelegate next, SessionServices services, MiddlewareOrder order)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var plan = endpoint is null ? SessionPlan.Unrouted : services.Plans.Of(endpoint);
        order.CheckBefore(context, endpoint);

        // Executed again for an error page: the same sessions, under the plan of the page.
        var sessions = RequestSessions.Of(context);
        if (sessions is null)
        {
            sessions = new RequestSessions(context, services);
            context.Features.Set<ICheckedRequest>(sessions);
            context.Features.Set<ISessionFeature>(sessions);
        }

        sessions.Begin(plan);
        return RunAsync(context, sessions, endpoint);
    }

    private async Task RunAsync(HttpContext context, RequestSessions sessions, Endpoint? endpoint)
    {
        try
        {
            var loaders = sessions.Plan.Loaders;
            if (!ReferenceEquals(sessions.Plan, SessionPlan.Unrouted)) RequestScope.Install(context, sessions, services.Scopes);
            for (var i = 0; i < loaders.Count; i++)
            {
                var state = (await sessions.LoadAsync(loaders[i])).State;
                if (!await MayRunAsync(context, sessions, loaders[i], state)) return;
            }

            sessions.MarkMet(endpoint?.Metadata);
            CurrentRequest.Begin(sessions);
            await next(context);
            if (sessions.Response.Gate is { } gate) await gate.FinishAsync();
        }
        catch (Exception e)
        {
            sessions.Response.Revert();
            if (context.Response.HasStarted) throw;
            if (SessionFailures.For(e, services.RetryAfter) is not { } failure)
            {
                sessions.Response.SendCookiesWithErrorPage();
                throw;
            }

            await sessions.Response.FailAsync(failure);
        }
        finally
        {
            sessions.End();
        }
    }

    /// <summary>Whether what was loaded is what the endpoint asks for. False: it must not run, and the response is set.</summary>
    private ValueTask<bool> MayRunAsync(HttpContext context, RequestSessions sessions, ISessionLoader loader, SessionState state)
    {
        var requirement = sessions.Plan.RequirementOf(loader);
        // An outage is not an empty session: where an endpoint requires a session, the client is not told that it has none.
        if (state.Origin == SessionOrigin.Unavailable
            && (requirement is not null || state.Policy.FailureMode == StoreFailureMode.FailClosed))
            return UnavailableAsync(sessions, loader);
        return requirement is null || SessionRequirements.AreMet(context, requirement, state, loader.Options.SignInPath, loader.Time.GetUtcNow(), services.Log)
            ? new(true)
            : TurnedAwayAsync(sessions);
    }

    private static async ValueTask<bool> UnavailableAsync(RequestSessions sessions, ISessionLoader loader)
    {
        await sessions.Response.FailAsync(SessionFailures.Unavailable(loader.RetryAfter));
        return false;
    }

    private static async ValueTask<bool> TurnedAwayAsync(RequestSessions sessions)
    {
        if (sessions.Response.Gate is { } gate) await gate.FinishAsync();
        return false;
    }
}
