using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>Says in the response what its sessions have to say about their cookies.</summary>
internal static class ResponseCookies
{
    public static ValueTask SetAsync(HttpContext context, SessionServices services, SessionSlot?[] slots)
    {
        foreach (var slot in slots)
        {
            if (slot?.Handle.State.Cookie.Kind is CookieChangeKind.Set or CookieChangeKind.Remove) return SendAsync(context, services, slots);
        }

        return default;
    }

    private static async ValueTask SendAsync(HttpContext context, SessionServices services, SessionSlot?[] slots)
    {
        PersonalResponse.Mark(context);
        foreach (var slot in slots)
        {
            if (slot?.Handle.State.Cookie is not { Kind: not CookieChangeKind.None } change) continue;
            var cookie = services.CookieOf(slot.Loader);
            if (change.Kind == CookieChangeKind.Set && !cookie.MaySet(context)) continue;
            cookie.Write(context, change);
            if (change.Kind != CookieChangeKind.Set || slot.Sent == change.Value) continue;
            slot.Sent = change.Value;
            await slot.Handle.NoteSentAsync();
        }
    }
}
