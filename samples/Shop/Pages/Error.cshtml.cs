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
    public Trouble Trouble => Trouble.Of(Response.StatusCode);
}
