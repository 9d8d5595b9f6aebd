using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Azu.Sessions.AspNetCore.Tests.TempData;

/// <summary>A page with a TempData property, which the framework fills and saves.</summary>
[IgnoreAntiforgeryToken]
public sealed class MessageModel : PageModel
{
    [TempData]
    public string? Message { get; set; }

    public IActionResult OnPost(string text)
    {
        Message = text;
        return RedirectToPage();
    }
}
