using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Azu.Sessions.Routes.Tests.Pages;

[RequireSignIn]
public sealed class MemberModel : PageModel
{
    public void OnGet() => Runs.Note(HttpContext);
}
