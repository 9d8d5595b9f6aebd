using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>What the audit calls an operator who ends a session here.</summary>
internal static class Actor
{
    private const int MaxLength = 200;

    public static string Of(HttpContext context)
    {
        // The identifier first: many applications let an account choose the name that it shows.
        var name = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.User.Identity?.Name ?? SubjectOf(context);
        return name is null ? "dashboard" : $"dashboard: {(name.Length > MaxLength ? name[..MaxLength] : name)}";
    }

    private static string? SubjectOf(HttpContext context) =>
        RequestSessions.Of(context) is ILoadedSessions loaded ? loaded.Loaded.Select(s => s.State.Record?.Subject).FirstOrDefault(s => s is not null) : null;
}
