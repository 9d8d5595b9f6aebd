using Azu.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

public sealed class LogoutModel(Session<ShopSession> session) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await session.SignOutAsync(); // gone from the store when this returns, whatever other requests are doing
        session.Flash.Notice = "You are signed out.";
        return RedirectToPage("/Index");
    }
}
