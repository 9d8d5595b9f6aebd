using System.Collections.Concurrent;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>Which requests reached code of an endpoint: its filters, its constructor, its handler.</summary>
internal static class Runs
{
    /// <summary>What an endpoint answers.</summary>
    public const string Secret = "for members only";

    /// <summary>The header that tells requests apart.</summary>
    public const string Header = "Run-Id";

    private static readonly ConcurrentDictionary<string, int> s_runs = new();

    /// <summary>Notes that code of an endpoint runs, and returns what the endpoint answers.</summary>
    public static string Note(HttpContext context)
    {
        s_runs.AddOrUpdate(context.Request.Headers[Header].ToString(), 1, static (_, n) => n + 1);
        return Secret;
    }

    public static int Of(string id) => s_runs.GetValueOrDefault(id);
}
