using System.Security.Claims;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests.Authentication;

/// <summary>What a member's session holds.</summary>
public sealed record Member
{
    public string? Role { get; init; }

    public string? Name { get; init; }
}

/// <summary>An application whose users come from their sessions.</summary>
internal static class MemberApp
{
    /// <param name="pipeline">Calls UseAzuSessions, and maps more.</param>
    /// <param name="configure">Adds services.</param>
    /// <param name="options">Sets session options.</param>
    /// <param name="isMapped">Whether the endpoints are mapped here, and not by <paramref name="pipeline"/>.</param>
    public static Task<StoreApp> StartAsync(Action<WebApplication> pipeline, Action<WebApplicationBuilder>? configure = null,
        Action<AzuSessionsOptions>? options = null, bool isMapped = true) => StoreApp.StartAsync<Member>(
        app =>
        {
            pipeline(app);
            if (isMapped) Map(app);
        },
        options,
        builder =>
        {
            builder.Services.AddAuthentication().AddAzuSessions<Member>(o => o.Claims = Claims);
            configure?.Invoke(builder);
        });

    public static IEnumerable<Claim> Claims(string subject, Member member)
    {
        yield return new(ClaimTypes.Name, member.Name ?? subject);
        if (member.Role is { } role) yield return new(ClaimTypes.Role, role);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/login/{subject}", async (string subject, string? role, Session<Member> session) =>
        {
            await session.SignInAsync(subject);
            session.Data = session.Data with { Role = role };
        });
        app.MapGet("/logout", async (Session<Member> session) => await session.SignOutAsync());
        app.MapGet("/open", () => "open");
        app.MapGet("/me", (HttpContext context) => context.User.Identity?.Name ?? "anonymous");
        app.MapGet("/members", (HttpContext context) => context.User.Identity!.Name).RequireAuthorization();
        app.MapGet("/admins", (HttpContext context) => context.User.Identity!.Name).RequireAuthorization(p => p.RequireRole("admin"));
        app.MapGroup("/grouped").RequireAuthorization().MapGet("/", (ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier));
        app.MapGet("/fails", string () => throw new InvalidOperationException("on purpose")).RequireAuthorization();
        app.MapGet("/missing", () => Results.NotFound()).RequireAuthorization();
        app.MapGet("/error", (HttpContext context) => "error page of " + (context.User.Identity?.Name ?? "anonymous"));
    }

    /// <summary>The cookie of a new session of a subject.</summary>
    public static async Task<string> SignInAsync(this RawConnection connection, string subject, string? role = null)
    {
        var answer = await connection.SendAsync("GET", $"/login/{subject}" + (role is null ? "" : $"?role={role}"));
        return answer.CookieLine;
    }
}
