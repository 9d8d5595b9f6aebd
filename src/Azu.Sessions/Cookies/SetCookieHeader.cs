using System.Globalization;
using System.Text;

namespace Azu.Sessions;

/// <summary>Writes the value of a <c>Set-Cookie</c> header. A removal repeats name, path, domain and flags, or the browser would not remove. Pure.</summary>
internal static class SetCookieHeader
{
    /// <param name="options">The cookie's attributes.</param>
    /// <param name="suffix">What follows the name, for one of several cookies.</param>
    /// <param name="change">The value, or that it goes.</param>
    /// <param name="now">The time.</param>
    /// <param name="isSecure">Whether it is marked Secure.</param>
    public static string Write(AzuSessionOptions options, string suffix, CookieChange change, DateTimeOffset now, bool isSecure)
    {
        var cookie = options.Cookie;
        var header = new StringBuilder(192).Append(cookie.FullName).Append(suffix).Append('=').Append(change.Value).Append("; path=").Append(cookie.Path);
        if (cookie.Domain is not null) header.Append("; domain=").Append(cookie.Domain);
        if (change.Kind == CookieChangeKind.Remove) header.Append("; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0");
        else if (cookie.Persistent) AppendLifetime(header, options, now);
        if (isSecure) header.Append("; secure");
        if (cookie.HttpOnly) header.Append("; httponly");
        header.Append(cookie.SameSite switch { CookieSameSite.Strict => "; samesite=strict", CookieSameSite.None => "; samesite=none", _ => "; samesite=lax" });
        if (cookie.Partitioned) header.Append("; partitioned");
        return header.ToString();
    }

    /// <summary>How long the browser keeps it. When the session ends is the server's to decide. (RFC 6265bis: at most 400 days.)</summary>
    private static void AppendLifetime(StringBuilder header, AzuSessionOptions options, DateTimeOffset now)
    {
        var lifetime = options.SlidingExpiration ? options.IdleTimeout : options.AbsoluteTimeout ?? options.IdleTimeout;
        header.Append("; expires=").Append((now + lifetime).ToString("R", CultureInfo.InvariantCulture))
            .Append("; max-age=").Append(((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture));
    }
}
