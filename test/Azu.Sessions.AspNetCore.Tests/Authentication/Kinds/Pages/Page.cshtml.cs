using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Azu.Sessions.AspNetCore.Tests.Authentication.Kinds.Pages;

[Authorize]
public sealed class AuthorizedPage : PageModel;
