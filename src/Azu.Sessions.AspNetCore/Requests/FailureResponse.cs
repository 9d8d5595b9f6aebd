using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>What a visitor gets instead of the endpoint's answer when the session could not be read or stored.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="RetryAfter">When to try again; null: repeating as it is does not help.</param>
/// <param name="Text">What happened, for the visitor.</param>
internal sealed record FailureResponse(int Status, TimeSpan? RetryAfter, string Text)
{
    /// <summary>The answer to a failed commit; null for exceptions that are the application's own.</summary>
    public static FailureResponse? For(Exception exception, TimeSpan retryAfter) => exception switch
    {
        SessionStoreUnavailableException e => Unavailable(e.RetryAfter),
        SessionStoreException => Unavailable(retryAfter),
        SessionExpiredException => new(StatusCodes.Status409Conflict, null, "Your session ended while this page was working, so nothing was saved. Please go back and try again."),
        SessionConflictException => new(StatusCodes.Status409Conflict, null, "Another request changed the same thing at the same moment, so nothing was saved. Please try again."),
        SessionBindingException => new(StatusCodes.Status400BadRequest, null, "This site ties what you do here to your browser, and your browser does not say enough about itself for that. Nothing was saved."),
        _ => null,
    };

    public static FailureResponse Unavailable(TimeSpan retryAfter) =>
        new(StatusCodes.Status503ServiceUnavailable, retryAfter, "The service cannot reach its sessions right now, so nothing was saved. Please try again in a moment.");

    /// <summary>Sets status and headers in place of the endpoint's. The response must not have started.</summary>
    public void SetHead(HttpResponse response)
    {
        response.Clear();
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = Encoding.UTF8.GetByteCount(Text);
        if (RetryAfter is { } wait) response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Sends the body, past the gate, and ends the response, so that the connection can be used again.</summary>
    public async ValueTask SendAsync(HttpContext context, IHttpResponseBodyFeature body)
    {
        if (!HttpMethods.IsHead(context.Request.Method)) await body.Writer.WriteAsync(Encoding.UTF8.GetBytes(Text));
        await body.CompleteAsync();
    }
}
