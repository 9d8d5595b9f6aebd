using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>The session of a request, where it is not injected.</summary>
public static class SessionHttpContextExtensions
{
    /// <summary>The session of the request, loaded by the middleware.</summary>
    /// <exception cref="InvalidOperationException">It is not loaded here; the message says what to use.</exception>
    public static Session<TData> GetSession<TData>(this HttpContext context) where TData : notnull =>
        (Session<TData>)Sessions(context).Get(typeof(TData));

    /// <summary>The session of the request, loaded now if it is not yet: where no endpoint is matched, or for a type that the endpoint does not name.</summary>
    /// <exception cref="InvalidOperationException">The application has no such sessions, or the endpoint is marked WithoutSession.</exception>
    public static async ValueTask<Session<TData>> GetSessionAsync<TData>(this HttpContext context) where TData : notnull =>
        (Session<TData>)await Sessions(context).LoadAsync(typeof(TData));

    /// <summary>
    /// Where a sign-in page should send the visitor afterwards: the <c>redirect_to</c> of the query or the form, if it is a path of this application.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="fallback">Where to send the visitor otherwise.</param>
    public static string GetRedirectTo(this HttpContext context, string fallback = "/")
    {
        var target = context.Request.Query[LocalPath.Parameter].ToString();
        if (target.Length == 0 && context.Request.HasFormContentType) target = context.Request.Form[LocalPath.Parameter].ToString();
        return LocalPath.IsLocal(target) ? LocalPath.Escaped(target) : fallback;
    }

    private static RequestSessions Sessions(HttpContext context) =>
        RequestSessions.Of(context)
            ?? throw new InvalidOperationException("There are no sessions in this request. Call app.UseAzuSessions() before what uses them.");
}
