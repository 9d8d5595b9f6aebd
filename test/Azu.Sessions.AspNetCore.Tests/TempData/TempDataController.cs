using Microsoft.AspNetCore.Mvc;

namespace Azu.Sessions.AspNetCore.Tests.TempData;

/// <summary>Uses TempData in the ways that MVC documents.</summary>
public sealed class TempDataController : Controller
{
    [HttpPost("/mvc/set/{text}")]
    public IActionResult Set(string text, string to)
    {
        TempData["message"] = text;
        return Redirect("/" + to);
    }

    [HttpPost("/mvc/large/{length:int}")]
    public IActionResult Large(int length)
    {
        TempData["message"] = new string('x', length);
        return Redirect("/mvc/read");
    }

    [HttpGet("/mvc/read")]
    public IActionResult Read() => Content($"{TempData["message"] ?? "none"}");

    [HttpGet("/mvc/read-empty")]
    public IActionResult ReadEmpty() => TempData["message"] is null ? NoContent() : StatusCode(202);

    [HttpGet("/mvc/read-json")]
    public IActionResult ReadJson() => Json(new { Message = TempData["message"] });

    [HttpGet("/mvc/read-file")]
    public IActionResult ReadFile() => File(System.Text.Encoding.UTF8.GetBytes($"{TempData["message"] ?? "none"}"), "text/plain");

    [HttpGet("/mvc/read-status/{status:int}")]
    public IActionResult ReadStatus(int status) => TempData["message"] is null ? NoContent() : StatusCode(status);

    [HttpGet("/mvc/keep")]
    public IActionResult Keep()
    {
        var text = $"{TempData["message"] ?? "none"}";
        TempData.Keep();
        return Content(text);
    }

    [HttpGet("/mvc/peek")]
    public IActionResult Peek() => Content($"{TempData.Peek("message") ?? "none"}");

    [HttpGet("/mvc/view")]
    public IActionResult Show() => View("/TempData/Views/Message.cshtml");

    [HttpGet("/mvc/view-keep")]
    public IActionResult ShowAndKeep() => View("/TempData/Views/Kept.cshtml");

    [HttpGet("/mvc/throws")]
    public IActionResult Throw() => throw new InvalidOperationException($"{TempData["message"]}");

    [HttpPost("/mvc/set-and-throw")]
    public IActionResult SetAndThrow()
    {
        TempData["message"] = "failed";
        throw new InvalidOperationException("thrown by the action");
    }

    [HttpGet("/mvc/error")]
    public IActionResult Error() => Content($"sorry {TempData["message"] ?? "none"}");

    [HttpGet("/mvc/status")]
    public IActionResult Status(int code) => Content($"status {code}: {TempData["message"] ?? "none"}");
}
