using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Azu.Sessions.AspNetCore.Tests.Authentication.Kinds;

[Authorize]
public sealed class AuthorizedController : Controller
{
    [HttpGet("/controller")]
    public string Get() => User.Identity?.Name ?? "";

    [HttpGet("/controller/admin")]
    [Authorize(Roles = "admin")]
    public string Admin() => User.Identity?.Name ?? "";

    [HttpGet("/controller/forbids")]
    public IActionResult Forbids() => Forbid();
}
