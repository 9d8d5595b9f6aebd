using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>Headers of what this library sends to a browser.</summary>
internal static class ResponseHeaders
{
    // Nothing inline, nothing from elsewhere, in no frame. Scripts can put no text into markup.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>What every response of the dashboard carries.</summary>
    public static void SetAll(HttpResponse response)
    {
        SetBase(response);
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>What an answer about sessions carries, also in a page of the application's layout.</summary>
    public static void SetBase(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // With no-referrer a browser would send a null Origin over plain http.
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
