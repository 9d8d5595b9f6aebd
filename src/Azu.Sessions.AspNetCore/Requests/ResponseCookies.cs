using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>Says in the response what its sessions have to say about their cookies.</summary>
internal static class ResponseCookies
{
    public static ValueTask SetAsync(HttpContext context, SessionServices services, SessionSlot?[] slots)
    {
        foreach (var slot in slots)
        {
            if (slot is not null && (slot.Session.State.Actions.Cookie.Kind is not CookieChangeKind.None || IsMarked(slot))) return SendAsync(context,
                services, slots);
        }

        return default;
    }

    private static async ValueTask SendAsync(HttpContext context, SessionServices services, SessionSlot?[] slots)
    {
        PersonalResponse.Mark(context);
        foreach (var slot in slots)
        {
            if (slot is null) continue;
            var cookie = services.CookieOf(slot.Loader);
            if (IsMarked(slot) && cookie.MaySet(context)) cookie.Mark(context, slot.Loader.WriteMarkerLifetime!.Value);
            var change = slot.Session.State.Actions.Cookie;
            if (change.Kind == CookieChangeKind.None) continue;
            if (change.Kind == CookieChangeKind.Set && !cookie.MaySet(context)) continue;
            cookie.Write(context, change);
            if (change.Kind != CookieChangeKind.Set) continue;
            var isNewClient = Know(context, slot, cookie);
            if (slot.Sent == change.Value) continue;
            slot.Sent = change.Value;
            await slot.Session.ReportSentAsync(isNewClient);
        }
    }

    /// <summary>Has the browser know the subject that signed in. True: it did not know it before, and the application has not heard of it yet.</summary>
    private static bool Know(HttpContext context, SessionSlot slot, SessionCookieWriter cookie)
    {
        var state = slot.Session.State;
        if (slot.Loader.Devices is null || state.Actions.KnownSubject is not { } subject || state.Record?.Subject != subject) return false;
        var isKnown = true;
        // An error page runs through here again, with the same cookie.
        slot.Device ??= DeviceMarker.ValueOf(context.Request, slot.Loader, subject, out isKnown);
        cookie.WriteBeside(context, DeviceCookie.Suffix, slot.Device, SessionCookieOptions.MaxLifetime);
        return !isKnown;
    }

    private static bool IsMarked(SessionSlot slot) => slot.Session.State.HasWritten && slot.Loader.WriteMarkerLifetime is not null;
}
