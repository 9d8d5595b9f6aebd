using System.ComponentModel.DataAnnotations;
using Azu.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

/// <summary>Closed while the sessions cannot be read: a cart that is not seen is not empty.</summary>
[WithSession(OnStoreFailure = StoreFailureMode.FailClosed)]
public sealed class CartModel(Session<ShopSession> session) : PageModel
{
    public CartLines InCart => CartLines.Of(session.Data.Cart);

    public IActionResult OnPostQuantity(string sku, [Range(1, Cart.MaxOfOne)] int quantity)
    {
        if (Catalogue.Find(sku) is not { } product) return NotFound();
        if (ModelState.IsValid)
        {
            session.Update(d => d with { Cart = d.Cart.With(sku, quantity) });
            session.Flash.Success = $"{product.Name}: {quantity} in your cart.";
        }
        else
        {
            session.Flash.Error = $"The quantity must be a number from 1 to {Cart.MaxOfOne}.";
        }

        return RedirectToPage();
    }

    public IActionResult OnPostRemove(string sku)
    {
        session.Update(d => d with { Cart = d.Cart.Without(sku) });
        session.Flash.Notice = "Removed from your cart.";
        return RedirectToPage();
    }
}
