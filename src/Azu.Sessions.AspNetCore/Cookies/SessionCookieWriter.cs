using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Puts the cookie into the response, Secure wherever it could leave this machine.</summary>
internal sealed class SessionCookieWriter(AzuSessionsOptions options, TimeProvider time, bool isDevelopment, LogPace overHttp, ILogger log)
{
    private readonly string _name = options.Cookie.FullName;
    private readonly CookieChunks _chunks = new(options);

    /// <summary>Whether the visitor's consent, where the application asks for it, covers this cookie.</summary>
    public bool MaySet(HttpContext context) => options.Cookie.IsEssential || context.Features.Get<ITrackingConsentFeature>() is not { CanTrack: false };

    /// <summary>
    /// Has the client read past the copies of every node for a while: it wrote. The value is constant, because answers may arrive out of order. The
    /// cookie begins when the answer arrives, so it outlives every copy from before the write.
    /// </summary>
    /// <param name="context">The response.</param>
    /// <param name="lifetime">How long the client keeps it.</param>
    public void Mark(HttpContext context, TimeSpan lifetime) => WriteBeside(context, WriteMarker.Suffix, WriteMarker.Value, lifetime);

    /// <summary>Sets a cookie beside the session cookie, with its attributes and a lifetime of its own.</summary>
    public void WriteBeside(HttpContext context, string suffix, string value, TimeSpan lifetime)
    {
        var headers = context.Response.Headers;
        var cookie = SetCookieHeader.WriteBeside(options.Cookie, suffix, value, lifetime, IsSecure(context));
        // An error page runs through here again.
        if (!headers.SetCookie.Contains(cookie)) headers.Append("Set-Cookie", cookie);
    }

    /// <summary>Sets the headers, in place of those that an earlier run of the same request set.</summary>
    public void Write(HttpContext context, CookieChange change)
    {
        var headers = context.Response.Headers;
        if (headers.SetCookie.Count > 0) headers.SetCookie = headers.SetCookie.Where(c => c is null || !IsOurs(c)).ToArray();
        var isSecure = IsSecure(context);
        var now = time.GetUtcNow();
        var written = 0;
        if (change.Kind == CookieChangeKind.Set)
        {
            foreach (var (suffix, value) in _chunks.Split(change.Value!))
            {
                headers.Append("Set-Cookie", SetCookieHeader.Write(options, suffix, CookieChange.Set(value, change.Until), now, isSecure));
                written++;
            }

            if (isSecure && IsLost(context) && overHttp.IsDue(out _)) log.SecureCookieOverHttp(_name, LogText.Clean(context.Request.Host.Value ?? ""));
        }
        else
        {
            headers.Append("Set-Cookie", SetCookieHeader.Write(options, "", CookieChange.Remove, now, isSecure));
            written = 1;
        }

        if (options.Cookie.Chunking) RemoveStaleChunks(context, written, now, isSecure);
    }

    /// <summary>What is left of a longer value would only make every request heavier.</summary>
    private void RemoveStaleChunks(HttpContext context, int first, DateTimeOffset now, bool isSecure)
    {
        for (var i = Math.Max(1, first); i < CookieChunks.Max; i++)
        {
            var suffix = CookieChunks.SuffixOf(i);
            if (CookieHeader.ValuesOf(context.Request, _name + suffix).Count > 0)
                context.Response.Headers.Append("Set-Cookie", SetCookieHeader.Write(options, suffix, CookieChange.Remove, now, isSecure));
        }
    }

    private bool IsOurs(string setCookie) =>
        setCookie.StartsWith(_name, StringComparison.Ordinal) && setCookie.AsSpan(_name.Length) is ['=', ..] or ['.', >= '1' and <= '9', '=', ..];

    /// <summary>The request's own scheme is no measure: behind a proxy that ends TLS it says http.</summary>
    private bool IsSecure(HttpContext context) =>
        options.Cookie.SecurePolicy == CookieSecurity.Always || !isDevelopment || context.Request.IsHttps || !IsLocal(context);

    /// <summary>
    /// Whether a browser does not send a Secure cookie back. Over plain http it does so for loopback names and addresses alone. A proxy that ends TLS
    /// says that the browser came by https.
    /// </summary>
    private static bool IsLost(HttpContext context)
    {
        var request = context.Request;
        return !request.IsHttps && !IsLoopback(request.Host.Host)
            && !request.Headers["X-Forwarded-Proto"].ToString().Contains("https", StringComparison.OrdinalIgnoreCase)
            && !request.Headers["Forwarded"].ToString().Contains("proto=https", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsLoopback(string host)
    {
        var name = host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    private static bool IsLocal(HttpContext context) =>
        context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
        && (context.Connection.LocalIpAddress is not { } address || IPAddress.IsLoopback(address));
}
