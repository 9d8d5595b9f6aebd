using Azu.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Shop.Pages;

/// <summary>Shown in place of a page that failed, whatever its method was. It needs no session, so it works when sessions do not.</summary>
[WithoutSession]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    public (string Heading, string Advice) Text => Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ("There is no such page", "The address may be mistyped, or the page is gone."),
        >= 400 and < 500 => ("That did not arrive as it should",
            "The form may have been open for too long. Please open the page again and repeat what you did."),
        _ => ("Something broke", "It is our fault, and we have written it down. Your cart is as it was before."),
    };
}
