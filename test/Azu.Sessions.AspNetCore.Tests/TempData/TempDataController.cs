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

    [HttpPost("/mvc/meet/{name}/{text}")]
    public async Task<IActionResult> MeetAsync(string name, string text)
    {
        await HttpContext.RequestServices.GetRequiredService<Rendezvous>().ArriveAsync();
        TempData[name] = text;
        return Ok();
    }

    [HttpGet("/mvc/meet-read")]
    public async Task<IActionResult> MeetReadAsync()
    {
        var text = $"{TempData["message"]}";
        await HttpContext.RequestServices.GetRequiredService<Rendezvous>().ArriveAsync();
        await HttpContext.RequestServices.GetRequiredService<TaskCompletionSource>().Task;
        return Content(text);
    }

    [HttpGet("/mvc/read-only")]
    [WithSession(SessionAccess.ReadOnly)]
    public IActionResult ReadOnly() => Content($"{TempData["message"] ?? "none"}");

    [HttpGet("/mvc/all")]
    public IActionResult All()
    {
        List<string> shown = [];
        foreach (var (name, value) in TempData) shown.Add($"{name}={value}");
        return Content(string.Join(", ", shown.Order()));
    }

    [HttpPost("/mvc/typed/{kind}")]
    public IActionResult SetTyped(string kind)
    {
        TempData["typed"] = kind switch
        {
            "number" => 42,
            "date" => new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            "list" => (string[])["a", "b"],
            _ => null,
        };
        return Ok();
    }

    [HttpGet("/mvc/typed")]
    public IActionResult ReadTyped() => Content(TempData["typed"] switch
    {
        string[] list => string.Join(',', list),
        DateTime date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        var other => $"{other ?? "none"}",
    });
}
