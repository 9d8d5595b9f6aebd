using Azu.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

/// <summary>Whoever is not signed in goes to the sign-in page first, comes back, and still has the cart.</summary>
[Authorize]
public sealed class CheckoutModel(Session<ShopSession> session) : PageModel
{
    public CartLines InCart => CartLines.Of(session.Data.Cart);

    public IActionResult OnPost()
    {
        var ordered = session.Data.Cart;
        if (ordered.Count == 0) return RedirectToPage("/Cart");
        session.Update(d => d with { Cart = d.Cart.Less(ordered) }); // what another tab adds right now stays
        session.Flash.Success = $"Thank you. {ordered.Count} tiles would be on their way, if this were a shop.";
        return RedirectToPage("/Index");
    }
}
