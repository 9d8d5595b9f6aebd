using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>The cookie of a client that wrote a moment ago: its requests read past the copies of every node, so it reads what it wrote.</summary>
internal static class WriteMarker
{
    public const string Suffix = "_w";
    public const string Value = "1";

    /// <summary>The name of the cookie; null where clients get none.</summary>
    public static string? NameOf(ISessionLoader loader) => loader.WriteMarkerLifetime is null ? null : loader.Options.Cookie.FullName + Suffix;

    /// <summary>Whether the request comes from such a client. Any client may say so: it costs a read of the store.</summary>
    public static bool IsOn(HttpRequest request, ISessionLoader loader) => NameOf(loader) is { } name && CookieHeader.ValuesOf(request, name).Count > 0;
}
