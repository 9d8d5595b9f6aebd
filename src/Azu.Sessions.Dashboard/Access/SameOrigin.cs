using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Azu.Sessions.Dashboard;

/// <summary>
/// Whether a request comes from a page of this very origin. Needs no token and no key ring. A form of another site cannot send the header or the media
/// type. A script of another origin is told apart by <c>Sec-Fetch-Site</c>. Over plain http off loopback browsers do not send that, so there
/// <c>Origin</c> must name the host of the request.
/// </summary>
internal static class SameOrigin
{
    /// <summary>What each change must carry. The value does not matter: other origins cannot send it without being asked first.</summary>
    public const string Header = "X-Azu-Sessions";

    /// <summary>Why the request is refused; null: it is not.</summary>
    public static string? Refusal(HttpRequest request)
    {
        if (StringValues.IsNullOrEmpty(request.Headers[Header])) return $"The header {Header} is missing.";
        if (SaidByBrowser(request) is { } isSame) return isSame ? null : "The request comes from another origin (Sec-Fetch-Site).";
        return IsOfHost(request.Headers.Origin, request.Host) ? null : "The request names no origin, or another one (Origin).";
    }

    /// <summary>Whether the request comes from this origin, by what the browser says; null: it says nothing.</summary>
    public static bool? SaidByBrowser(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site ? site.Count == 1 && site[0] == "same-origin" : null;

    private static bool IsOfHost(StringValues origin, HostString host)
    {
        if (origin.Count != 1 || !host.HasValue || !Uri.TryCreate(origin[0], UriKind.Absolute, out var from)) return false;
        if (from.Scheme is not ("http" or "https") || from.UserInfo.Length > 0) return false;
        // A proxy may have ended TLS, so the scheme is the client's; it says which port a host without one has.
        var port = host.Port ?? (from.Scheme == Uri.UriSchemeHttps ? 443 : 80);
        return from.Port == port && string.Equals(from.Host, host.Host, StringComparison.OrdinalIgnoreCase);
    }
}
