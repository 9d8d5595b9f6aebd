using Azu.Sessions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

/// <summary>Breaks half-way, to show that a request that fails leaves no half of its changes behind.</summary>
public sealed class BreaksModel(Session<ShopSession> session) : PageModel
{
    public void OnGet()
    {
        session.Update(d => d with { Cart = Cart.Empty });
        throw new InvalidOperationException("This page breaks on purpose.");
    }
}
