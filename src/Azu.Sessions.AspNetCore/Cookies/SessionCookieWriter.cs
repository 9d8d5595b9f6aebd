using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions;

/// <summary>Writes the <c>Set-Cookie</c> header. A removal repeats name, path, domain and flags, or the browser would not remove.</summary>
internal sealed class SessionCookieWriter(AzuSessionOptions options, TimeProvider time, bool isDevelopment)
{
    private readonly SessionCookieOptions _cookie = options.Cookie;
    private readonly string _name = options.Cookie.FullName;

    /// <summary>Whether the visitor's consent, where the application asks for it, covers this cookie.</summary>
    public bool MaySet(HttpContext context) => _cookie.IsEssential || context.Features.Get<ITrackingConsentFeature>() is not { CanTrack: false };

    public void Write(HttpContext context, CookieChange change)
    {
        var header = new StringBuilder(192).Append(_name).Append('=').Append(change.Value).Append("; path=").Append(_cookie.Path);
        if (_cookie.Domain is not null) header.Append("; domain=").Append(_cookie.Domain);
        if (change.Kind == CookieChangeKind.Remove) header.Append("; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0");
        else if (_cookie.Persistent) AppendLifetime(header);
        if (IsSecure(context)) header.Append("; secure");
        if (_cookie.HttpOnly) header.Append("; httponly");
        header.Append(_cookie.SameSite switch { CookieSameSite.Strict => "; samesite=strict", CookieSameSite.None => "; samesite=none", _ => "; samesite=lax" });
        if (_cookie.Partitioned) header.Append("; partitioned");
        context.Response.Headers.Append("Set-Cookie", header.ToString());
    }

    private void AppendLifetime(StringBuilder header)
    {
        // How long the browser keeps it; when the session ends is the server's to decide. (RFC 6265bis: at most 400 days.)
        var lifetime = options.SlidingExpiration ? options.IdleTimeout : options.AbsoluteTimeout ?? options.IdleTimeout;
        header.Append("; expires=").Append((time.GetUtcNow() + lifetime).ToString("R", CultureInfo.InvariantCulture))
            .Append("; max-age=").Append((long)lifetime.TotalSeconds);
    }

    /// <summary>The request's own scheme is no measure: behind a proxy that ends TLS it says http.</summary>
    private bool IsSecure(HttpContext context) =>
        _cookie.SecurePolicy == CookieSecurity.Always || !isDevelopment || context.Request.IsHttps || !IsLocal(context);

    private static bool IsLocal(HttpContext context) =>
        context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
        && (context.Connection.LocalIpAddress is not { } address || IPAddress.IsLoopback(address));
}
