using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>
/// Sets <c>HttpContext.User</c> from the session, where nothing but the session has a say. UseAuthentication does the same for twice the price: it makes
/// a service scope, a handler, properties and a result for each request.
/// </summary>
internal sealed class SessionUserMiddleware(RequestDelegate next, ISessionPrincipals principals)
{
    public Task InvokeAsync(HttpContext context)
    {
        var sessions = RequestSessions.Of(context)!;
        if (!sessions.Plan.HasUser) return next(context);
        var loading = sessions.LoadAsync(principals.Scheme.DataType);
        if (!loading.IsCompletedSuccessfully) return AwaitAsync(context, loading);
        SetUser(context, loading.Result);
        return next(context);
    }

    private async Task AwaitAsync(HttpContext context, ValueTask<IRequestSession> loading)
    {
        SetUser(context, await loading);
        await next(context);
    }

    private void SetUser(HttpContext context, IRequestSession session)
    {
        if (principals.PrincipalOf(session) is { } user) context.User = user;
    }
}
