using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Azu.Sessions.Bench;

/// <summary>ASP.NET Core's cookie ticket: the same data as one claim of the identity that the authentication cookie holds.</summary>
internal static class TicketApp
{
    private const string DataClaim = "data";

    public static void AddServices(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o => o.Cookie.Name = "_session");
    }

    public static void AddUsers(IServiceCollection services)
    {
        AddServices(services);
        services.AddAuthorization();
    }

    public static void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.MapGet("/begin", static (HttpContext context) => SendAsync(context, UserSession.Sample));
        app.MapGet("/read", static (HttpContext context) => Answer.WriteAsync(context, Read(context)?.UserName));
        app.MapGet("/assign", static (HttpContext context) => SendAsync(context, (Read(context) ?? UserSession.Sample).Visited()));
    }

    /// <summary>The stock cookie as most applications use it: a name, and no data.</summary>
    public static void MapUsers(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/sign-in", static async (HttpContext context) =>
        {
            var identity = new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, UserSession.Sample.UserName!), new(ClaimTypes.Name, UserSession.Sample.UserName!)],
                CookieAuthenticationDefaults.AuthenticationScheme);
            await context.SignInAsync(new ClaimsPrincipal(identity));
            await Answer.WriteAsync(context, UserSession.Sample.UserName);
        });
        app.MapGet("/unused", static (HttpContext context) => Answer.WriteAsync(context, UserSession.Sample.UserName));
        app.MapGet("/user", static (HttpContext context) => Answer.WriteAsync(context, context.User.Identity?.Name)).RequireAuthorization();
    }

    private static UserSession? Read(HttpContext context) =>
        context.User.FindFirstValue(DataClaim) is { } json ? JsonSerializer.Deserialize(json, BenchJson.Default.UserSession) : null;

    private static async Task SendAsync(HttpContext context, UserSession data)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.Name, data.UserName!), new(DataClaim, JsonSerializer.Serialize(data, BenchJson.Default.UserSession))],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity));
        await Answer.WriteAsync(context, data.UserName);
    }
}
