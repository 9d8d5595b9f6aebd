using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>Has a browser know, after a sign-in, which subjects use it, and finds out whether it knew before.</summary>
internal static class DeviceMarker
{
    /// <summary>The name of the cookie; null where browsers get none.</summary>
    public static string? NameOf(ISessionLoader loader) => loader.Devices is null ? null : loader.Options.Cookie.FullName + DeviceCookie.Suffix;

    /// <summary>The value for the browser after a sign-in.</summary>
    /// <param name="request">What the browser sent. Of several cookies of the name one that knows the subject counts, else one that verifies.</param>
    /// <param name="loader">The session type; browsers get its cookie.</param>
    /// <param name="subject">The account that signed in.</param>
    /// <param name="isKnown">Whether the subject has used the browser before.</param>
    public static string ValueOf(HttpRequest request, ISessionLoader loader, string subject, out bool isKnown)
    {
        var devices = loader.Devices!;
        var sent = CookieHeader.ValuesOf(request, NameOf(loader)!);
        var (taken, best) = (default(ReadOnlyMemory<char>), DeviceMatch.Refused);
        for (var i = 0; i < Math.Min(sent.Count, CookieHeader.MaxCandidates); i++)
        {
            if (devices.Match(sent[i].Span, subject) is var match && match > best) (taken, best) = (sent[i], match);
        }

        return devices.SignIn(taken.Span, subject, out isKnown);
    }
}
