using System.ComponentModel.DataAnnotations;
using Azu.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

public sealed class LoginModel(Session<ShopSession> session, Accounts accounts) : PageModel
{
    private static readonly SessionTimes s_kept =
        new() { IdleTimeout = TimeSpan.FromDays(14), AbsoluteTimeout = TimeSpan.FromDays(30), IsPersistent = true };

    [BindProperty, Required(ErrorMessage = "Please enter your user name.")]
    public string UserName { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "Please enter your password."), DataType(DataType.Password)]
    public string Password { get; set; } = "";

    [BindProperty]
    public bool KeepSignedIn { get; set; }

    /// <summary>Somebody is signed in and was sent here by a page that needs a recent sign-in.</summary>
    public bool IsConfirmation => session.IsSignedIn;

    public void OnGet() => UserName = session.Subject ?? "";

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();
        if (accounts.Check(UserName, Password) is not { } customer)
        {
            ModelState.AddModelError("", "User name and password do not match.");
            return Page();
        }

        // A new token, so that no planted one is good for anything; the cart stays.
        await session.SignInAsync(customer.UserName, KeepSignedIn ? s_kept : new());
        session.Update(d => d with { DisplayName = customer.DisplayName, Role = customer.Role });
        session.Flash.Success = $"Welcome, {customer.DisplayName}.";
        return LocalRedirect(HttpContext.GetRedirectTo());
    }
}
