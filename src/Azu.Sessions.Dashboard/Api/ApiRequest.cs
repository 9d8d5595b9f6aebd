using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.Dashboard;

/// <summary>What a request of the API says, and how it is answered.</summary>
internal static class ApiRequest
{
    /// <summary>A list of ids or a long subject fits; nothing else is that long.</summary>
    private const int MaxBodyBytes = 128 * 1_024;

    /// <exception cref="RefusedRequestException">The body is missing, too long, or not what is asked for.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        if (!context.Request.HasJsonContentType())
            throw new RefusedRequestException(StatusCodes.Status415UnsupportedMediaType, "media", "Send application/json.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBodyBytes;
        try
        {
            return await context.Request.ReadFromJsonAsync(type, context.RequestAborted)
                ?? throw new RefusedRequestException(StatusCodes.Status400BadRequest, "body", "The body is empty.");
        }
        catch (JsonException)
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, "body", "The body is not the JSON that is asked for.");
        }
        catch (BadHttpRequestException e)
        {
            throw new RefusedRequestException(e.StatusCode, "body", "The body is too long, or broken.");
        }
    }

    public static Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(answer, type, contentType: null, context.RequestAborted);

    public static Task RefuseAsync(HttpContext context, int status, string error, string detail)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new Problem(error, detail), DashboardJson.Default.Problem);
    }

    /// <exception cref="RefusedRequestException">The text is no session id.</exception>
    public static SessionId IdOf(string? text) => SessionId.TryParse(text, out var id)
        ? id
        : throw new RefusedRequestException(StatusCodes.Status400BadRequest, "id", "A session id is 32 lower-case hexadecimal digits.");
}
