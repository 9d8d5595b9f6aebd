using Microsoft.AspNetCore.Mvc;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

[RequireSignIn]
public sealed class AttributedController : Controller
{
    [HttpGet("/controller")]
    public string Get() => Runs.Note(HttpContext);
}

public sealed class ActionController : Controller
{
    [HttpGet("/action")]
    [RequireSignIn]
    public string Get() => Runs.Note(HttpContext);
}

[ApiController]
[RequireSession]
public sealed class ApiController : ControllerBase
{
    [HttpGet("/api")]
    public ActionResult<string> Get() => Runs.Note(HttpContext);
}

/// <summary>Requires nothing by itself.</summary>
public sealed class OpenController : Controller
{
    public string Index() => Runs.Note(HttpContext);
}

[RequireSignIn]
public sealed class MemberController : Controller
{
    public string Index() => Runs.Note(HttpContext);
}
