using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Dashboard;

/// <summary>The endpoints, each behind its policy.</summary>
internal sealed class DashboardEndpoints(DashboardPolicies policies, NodeFigures figures, TimeProvider time)
{
    public void Map(RouteGroupBuilder group)
    {
        var services = ((IEndpointRouteBuilder)group).ServiceProvider;
        var types = new SessionTypes(services, time);
        var (page, now) = (new DashboardPage(), new NowApi(types, figures, time));
        var (session, end) = (new SessionApi(types), new EndApi(types));

        group.MapGet("", Page(page.GetPageAsync)).WithDisplayName("Sessions dashboard");
        group.MapGet("/assets/{file}", Page(page.GetAssetAsync)).WithDisplayName("Sessions dashboard: asset");
        var api = group.MapGroup("/api").DisableCookieRedirect();
        api.MapGet("/overview", Look(new OverviewApi(types, policies).GetAsync));
        api.MapGet("/now", Look(now.GetAsync));
        api.MapGet("/events", Look(new NowStream(types, now, time).GetAsync));
        api.MapGet("/races", Look(new RacesApi(types, services.GetRequiredService<SessionRaces>()).GetAsync));
        api.MapPost("/sessions", Look(new ListApi(types).PostAsync));
        api.MapGet("/sessions/{id}", Look(session.GetAsync));
        api.MapGet("/sessions/{id}/data", With(policies.Data, session.GetDataAsync));
        api.MapPost("/audit", Look(new AuditApi(types).PostAsync));
        api.MapPost("/end/preview", With(policies.Manage, end.PreviewAsync));
        api.MapPost("/end", With(policies.Manage, end.EndAsync));
    }

    /// <summary>For people. A refusal has no body and no headers of ours, so that it looks as the application's status code pages make it.</summary>
    private RequestDelegate Page(RequestDelegate serve) => async context =>
    {
        switch (await LookingAsync(context))
        {
            case Admission.Allowed:
                ResponseHeaders.SetAll(context.Response);
                await serve(context);
                break;
            case Admission.SignInNeeded when await CanChallengeAsync(context):
                await context.ChallengeAsync();
                break;
            case var refused:
                context.Response.StatusCode = StatusOf(refused);
                break;
        }
    };

    private RequestDelegate Look(RequestDelegate answer) => context => ApiAsync(context, further: null, answer);

    /// <summary>For callers that fulfil a policy of their own beside the first; null: for no caller.</summary>
    private RequestDelegate With(string? policy, RequestDelegate answer) => policy is null
        ? context => ApiAsync(context, further: null, static context =>
            ApiRequest.RefuseAsync(context, StatusCodes.Status403Forbidden, "forbidden", "No policy of the dashboard allows this."))
        : context => ApiAsync(context, policy, answer);

    private async Task ApiAsync(HttpContext context, string? further, RequestDelegate answer)
    {
        ResponseHeaders.SetAll(context.Response);
        var admission = await LookingAsync(context);
        if (admission == Admission.Allowed && further is not null) admission = await PolicyCheck.EvaluateAsync(context, further);
        if (admission != Admission.Allowed)
        {
            await RefuseAsync(context, admission);
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && SameOrigin.Refusal(context.Request) is { } refusal)
        {
            await ApiRequest.RefuseAsync(context, StatusCodes.Status403Forbidden, "origin", refusal);
            return;
        }

        try
        {
            await answer(context);
        }
        catch (RefusedRequestException e)
        {
            await ApiRequest.RefuseAsync(context, e.Status, e.Error, e.Message);
        }
        catch (SessionUnreadableException)
        {
            await ApiRequest.RefuseAsync(context, StatusCodes.Status409Conflict, "unreadable", "A newer version of the library wrote this session.");
        }
        catch (SessionStoreException) when (!context.Response.HasStarted)
        {
            await ApiRequest.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "store", "The store does not answer.");
        }
        catch (NotSupportedException e)
        {
            await ApiRequest.RefuseAsync(context, StatusCodes.Status409Conflict, "unsupported", e.Message);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair, or a cursor that the store did not give out.
            await ApiRequest.RefuseAsync(context, StatusCodes.Status400BadRequest, "value",
                "No session can have this text, or the store did not give out this cursor.");
        }
    }

    private Task<Admission> LookingAsync(HttpContext context) =>
        policies.Look is { } policy ? PolicyCheck.EvaluateAsync(context, policy) : Task.FromResult(Admission.Allowed);

    private static async Task<bool> CanChallengeAsync(HttpContext context) =>
        context.RequestServices.GetService<IAuthenticationSchemeProvider>() is { } schemes && await schemes.GetDefaultChallengeSchemeAsync() is not null;

    private static int StatusOf(Admission admission) => admission switch
    {
        Admission.SignInNeeded => StatusCodes.Status401Unauthorized,
        Admission.Unknown => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status403Forbidden,
    };

    private static Task RefuseAsync(HttpContext context, Admission admission)
    {
        var (error, detail) = admission switch
        {
            Admission.SignInNeeded => ("sign-in", "Sign in as an operator to see sessions."),
            Admission.Unknown => ("store", "The store does not answer, so the session of the operator cannot be read."),
            _ => ("forbidden", "The account may not do this."),
        };
        return ApiRequest.RefuseAsync(context, StatusOf(admission), error, detail);
    }
}
