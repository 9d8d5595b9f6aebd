using System.Globalization;

namespace Azu.Sessions;

/// <summary>Writes the value of a <c>Set-Cookie</c> header. A removal repeats name, path, domain and flags, or the browser would not remove. Pure.</summary>
internal static class SetCookieHeader
{
    /// <param name="options">The cookie's attributes.</param>
    /// <param name="suffix">What follows the name, for one of several cookies.</param>
    /// <param name="change">The value, or that it goes.</param>
    /// <param name="now">The time.</param>
    /// <param name="isSecure">Whether it is marked Secure.</param>
    public static string Write(AzuSessionsOptions options, string suffix, CookieChange change, DateTimeOffset now, bool isSecure) => Write(
        options.Cookie,
        suffix,
        change.Value,
        change.Kind == CookieChangeKind.Remove ? "; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0" : change.Until is { } until ? Lifetime(until, now) : null,
        isSecure);

    /// <summary>A cookie beside the session cookie, with its attributes and a lifetime of its own in full seconds.</summary>
    public static string WriteBeside(SessionCookieOptions cookie, string suffix, string value, TimeSpan lifetime, bool isSecure) =>
        Write(cookie, suffix, value, string.Create(CultureInfo.InvariantCulture, $"; max-age={(long)Math.Ceiling(lifetime.TotalSeconds)}"), isSecure);

    /// <summary>Written in one piece: the value may be as long as a cookie can be.</summary>
    private static string Write(SessionCookieOptions cookie, string suffix, string? value, string? lifetime, bool isSecure) => string.Concat(
    [
        cookie.FullName, suffix, "=", value,
        "; path=", cookie.Path,
        cookie.Domain is null ? null : "; domain=", cookie.Domain,
        lifetime,
        isSecure ? "; secure" : null,
        cookie.HttpOnly ? "; httponly" : null,
        cookie.SameSite switch { CookieSameSite.Strict => "; samesite=strict", CookieSameSite.None => "; samesite=none", _ => "; samesite=lax" },
        cookie.Partitioned ? "; partitioned" : null,
    ]);

    private static string Lifetime(DateTimeOffset until, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"; expires={until:R}; max-age={(long)(until - now).TotalSeconds}");
}
