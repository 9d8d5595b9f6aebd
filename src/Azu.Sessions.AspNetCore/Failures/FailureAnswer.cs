using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Answers with a failure, in the form that the client wants. A page of the application, and its problem details, come before the built-in ones.
/// </summary>
internal sealed class FailureAnswer(FailurePage? page, IProblemDetailsService? problems, ILogger log)
{
    /// <summary>Sets status and headers in place of the endpoint's. The response must not have started.</summary>
    public static void SetHead(HttpResponse response, SessionFailure failure)
    {
        response.Clear();
        response.StatusCode = failure.StatusCode;
        response.Headers.CacheControl = "no-store";
        if (failure.RetryAfter is { } wait) response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
            .ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Sends the body, if the request can have one.</summary>
    public async ValueTask SendAsync(HttpContext context, SessionFailure failure)
    {
        // A client that asks for a WebSocket reads no body.
        if (IsUpgrade(context.Features)) return;
        var form = AnswerForms.Of(context.Request);
        context.Response.ContentType = TypeOf(form);
        if (HttpMethods.IsHead(context.Request.Method)) return;
        try
        {
            if (await IsSentByApplicationAsync(context, failure, form)) return;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            log.FailurePageFailed(failure.StatusCode, e);
        }

        await SendBuiltInAsync(context, failure, form);
    }

    private async ValueTask<bool> IsSentByApplicationAsync(HttpContext context, SessionFailure failure, AnswerForm form)
    {
        if (form == AnswerForm.Problem) return problems is not null && await problems.TryWriteAsync(FailureProblem.ContextOf(context, failure));
        if (form != AnswerForm.Page || page is null) return false;
        await page.WriteAsync(context, failure);
        return true;
    }

    private static async ValueTask SendBuiltInAsync(HttpContext context, SessionFailure failure, AnswerForm form)
    {
        var response = context.Response;
        var body = form switch
        {
            AnswerForm.Page => Encoding.UTF8.GetBytes(BuiltInPage.Write(failure, HttpMethods.IsGet(context.Request.Method))),
            AnswerForm.Problem => FailureProblem.Write(failure),
            _ => Encoding.UTF8.GetBytes(failure.Message),
        };
        // What the application tried before may have set others.
        (response.StatusCode, response.ContentType, response.ContentLength) = (failure.StatusCode, TypeOf(form), body.Length);
        await response.BodyWriter.WriteAsync(body);
    }

    private static string TypeOf(AnswerForm form) => form switch
    {
        AnswerForm.Page => "text/html; charset=utf-8",
        AnswerForm.Problem => "application/problem+json",
        _ => "text/plain; charset=utf-8",
    };

    private static bool IsUpgrade(IFeatureCollection features) =>
        features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
