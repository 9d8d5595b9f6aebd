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
    public static string Write(AzuSessionsOptions options, string suffix, CookieChange change, DateTimeOffset now, bool isSecure)
    {
        var header = Begin(options.Cookie, suffix, change.Value);
        if (change.Kind == CookieChangeKind.Remove) header.Append("; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0");
        else if (change.Until is { } until) AppendLifetime(header, until, now);
        return End(header, options.Cookie, isSecure);
    }

    /// <summary>A cookie beside the session cookie, with its attributes and a lifetime of its own in full seconds.</summary>
    public static string WriteBeside(SessionCookieOptions cookie, string suffix, string value, TimeSpan lifetime, bool isSecure)
    {
        var header = Begin(cookie, suffix, value).Append("; max-age=")
            .Append(((long)Math.Ceiling(lifetime.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        return End(header, cookie, isSecure);
    }

    private static StringBuilder Begin(SessionCookieOptions cookie, string suffix, string? value)
    {
        var header = new StringBuilder(192).Append(cookie.FullName).Append(suffix).Append('=').Append(value).Append("; path=").Append(cookie.Path);
        return cookie.Domain is null ? header : header.Append("; domain=").Append(cookie.Domain);
    }

    private static string End(StringBuilder header, SessionCookieOptions cookie, bool isSecure)
    {
        if (isSecure) header.Append("; secure");
        if (cookie.HttpOnly) header.Append("; httponly");
        header.Append(cookie.SameSite switch { CookieSameSite.Strict => "; samesite=strict", CookieSameSite.None => "; samesite=none", _ => "; samesite=lax" });
        if (cookie.Partitioned) header.Append("; partitioned");
        return header.ToString();
    }

    private static void AppendLifetime(StringBuilder header, DateTimeOffset until, DateTimeOffset now) =>
        header.Append("; expires=").Append(until.ToString("R", CultureInfo.InvariantCulture))
            .Append("; max-age=").Append(((long)(until - now).TotalSeconds).ToString(CultureInfo.InvariantCulture));
}
