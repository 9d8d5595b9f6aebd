using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>Puts the cookie into the response, Secure wherever it could leave this machine.</summary>
internal sealed class SessionCookieWriter(AzuSessionOptions options, TimeProvider time, bool isDevelopment)
{
    /// <summary>Whether the visitor's consent, where the application asks for it, covers this cookie.</summary>
    public bool MaySet(HttpContext context) => options.Cookie.IsEssential || context.Features.Get<ITrackingConsentFeature>() is not { CanTrack: false };

    /// <summary>Sets the header, in place of one that an earlier run of the same request set.</summary>
    public void Write(HttpContext context, CookieChange change)
    {
        var headers = context.Response.Headers;
        var name = options.Cookie.FullName + "=";
        if (headers.SetCookie.Count > 0) headers.SetCookie = headers.SetCookie.Where(c => c?.StartsWith(name, StringComparison.Ordinal) != true).ToArray();
        headers.Append("Set-Cookie", SetCookieHeader.Write(options, change, time.GetUtcNow(), IsSecure(context)));
    }

    /// <summary>The request's own scheme is no measure: behind a proxy that ends TLS it says http.</summary>
    private bool IsSecure(HttpContext context) =>
        options.Cookie.SecurePolicy == CookieSecurity.Always || !isDevelopment || context.Request.IsHttps || !IsLocal(context);

    private static bool IsLocal(HttpContext context) =>
        context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
        && (context.Connection.LocalIpAddress is not { } address || IPAddress.IsLoopback(address));
}
