using Azu.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

[Authorize]
public sealed class DevicesModel(Session<ShopSession> session, SessionManager<ShopSession> sessions, TimeProvider time) : PageModel
{
    public IReadOnlyList<Device> Devices { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var mine = await sessions.ListBySubjectAsync(session.Subject!).ToListAsync();
        Devices = [.. mine.OrderByDescending(s => s.Id == session.Id).ThenByDescending(s => s.LastSeenAt).Select(Describe)];
    }

    public async Task<IActionResult> OnPostSignOutAsync(SessionId id)
    {
        // Whose it is decides, and not who knows its id.
        if ((await sessions.FindAsync(id))?.Subject != session.Subject || id == session.Id)
        {
            session.Flash.Error = "That device is not signed in any more.";
            return RedirectToPage();
        }

        await sessions.RevokeAsync(id, actor: session.Subject);
        session.Flash.Success = "The device is signed out.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSignOutOthersAsync()
    {
        var ended = await sessions.RevokeSubjectAsync(session.Subject!, exceptId: session.Id, actor: session.Subject);
        session.Flash.Success = ended == 1 ? "The other device is signed out." : $"{ended} other devices are signed out.";
        return RedirectToPage();
    }

    private Device Describe(SessionSnapshot<ShopSession> s)
    {
        var now = time.GetUtcNow();
        return new(s.Id, DeviceName.Of(s.Client?.UserAgent), s.Client?.Address ?? "unknown address", Ago.Of(now - s.SignedInAt!.Value),
            Ago.Of(now - s.LastSeenAt), s.Id == session.Id);
    }

    public sealed record Device(SessionId Id, string Name, string Address, string SignedIn, string LastUsed, bool IsThis)
    {
        /// <summary>Enough to tell two browsers of the same kind apart.</summary>
        public string ShortId => Id.ToString()[..8];
    }
}
