using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Azu.Sessions.AspNetCore.Tests.Routes.Pages;

[RequireSignIn]
public sealed class MemberModel : PageModel
{
    public void OnGet() => Runs.Note(HttpContext);
}
