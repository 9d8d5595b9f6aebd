using Azu.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

public sealed class IndexModel(Session<ShopSession> session) : PageModel
{
    public int Visits => session.Data.Visits;

    public void OnGet()
    {
        // Without the store the shop window stays open, and counts nothing.
        if (session.Durability == SessionDurability.Durable) session.Update(d => d with { Visits = d.Visits + 1 });
    }

    public IActionResult OnPostAdd(string sku)
    {
        if (Catalogue.Find(sku) is not { } product) return NotFound();
        session.Update(d => d with { Cart = d.Cart.Add(sku, 1) }); // repeated on the newest cart if another tab was faster
        session.Flash.Success = $"{product.Name} is in your cart.";
        return RedirectToPage();
    }
}
