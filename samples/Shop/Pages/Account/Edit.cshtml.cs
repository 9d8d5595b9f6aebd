using System.ComponentModel.DataAnnotations;
using Azu.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

/// <summary>Only for who signed in a short while ago (Program.cs says how short): an unattended browser must not be enough to take an account over.</summary>
public sealed class EditModel(Session<ShopSession> session, Accounts accounts) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Please enter a name."), StringLength(60)]
    public string DisplayName { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "Please enter an e-mail address."), EmailAddress(ErrorMessage = "That is no e-mail address."), StringLength(120)]
    public string Email { get; set; } = "";

    private Customer Customer => accounts.Find(session.Subject)!;

    public void OnGet() => (DisplayName, Email) = (Customer.DisplayName, Customer.Email);

    public IActionResult OnPost()
    {
        if (!ModelState.IsValid) return Page();
        accounts.Save(Customer with { DisplayName = DisplayName, Email = Email });
        session.Update(d => d with { DisplayName = DisplayName });
        session.Flash.Success = "Your details are saved.";
        return RedirectToPage("/Account/Index");
    }
}
