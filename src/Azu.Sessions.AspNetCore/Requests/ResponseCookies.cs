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
            if (change.Kind == CookieChangeKind.Set) await KnowAsync(context, slot, cookie);
            if (change.Kind != CookieChangeKind.Set || slot.Sent == change.Value) continue;
            slot.Sent = change.Value;
            await slot.Session.ReportSentAsync();
        }
    }

    /// <summary>Has the browser know the subject that signed in, and tells the application where it did not know before.</summary>
    private static async ValueTask KnowAsync(HttpContext context, SessionSlot slot, SessionCookieWriter cookie)
    {
        var state = slot.Session.State;
        if (slot.Loader.Devices is null || state.Actions.KnownSubject is not { } subject || state.Record?.Subject != subject) return;
        var isNew = false;
        if (slot.Device is null)
        {
            slot.Device = DeviceMarker.ValueOf(context.Request, slot.Loader, subject, out var isKnown);
            isNew = !isKnown;
        }

        cookie.WriteBeside(context, DeviceCookie.Suffix, slot.Device, DeviceCookie.Lifetime);
        if (isNew) await slot.Session.ReportNewClientAsync();
    }

    private static bool IsMarked(SessionSlot slot) => slot.Session.State.HasWritten && slot.Loader.WriteMarkerLifetime is not null;
}
