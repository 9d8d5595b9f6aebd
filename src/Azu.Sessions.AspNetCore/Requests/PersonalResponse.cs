using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Azu.Sessions;

/// <summary>
/// Keeps a response that depends on a session out of every cache. Output caching ignores response headers, so it is told at once, when the
/// session is read; response caching and proxies go by headers, which are set before the first byte, over what the endpoint set.
/// </summary>
internal static class PersonalResponse
{
    // Older than any max-age, so stale for response caching, and nothing that an endpoint sets: unlike Cache-Control it stays until the end.
    private const string LongAgo = "Thu, 01 Jan 1970 00:00:00 GMT";

    /// <summary>Tells every cache, before the first byte.</summary>
    public static void Mark(HttpContext context)
    {
        KeepOutOfOutputCache(context);
        SetHeaders(context.Response);
    }

    /// <summary>Tells output caching, where it runs.</summary>
    public static void KeepOutOfOutputCache(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } cache) cache.Context.AllowCacheStorage = false;
    }

    /// <summary>
    /// Response caching that runs after us decides before the gate opens, by what the endpoint has set. It may come later than the read, so this
    /// asks for no feature.
    /// </summary>
    public static void KeepOutOfResponseCache(HttpResponse response)
    {
        if (!response.HasStarted) response.Headers.Date = LongAgo;
    }

    /// <summary>Leaves the date to the server.</summary>
    public static void RemoveDate(HttpResponse response)
    {
        if (response.Headers.Date == LongAgo && !response.HasStarted) response.Headers.Remove("Date");
    }

    public static void SetHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "private, no-store";
        RemoveDate(response);
        var vary = response.Headers.Vary;
        foreach (var value in vary)
        {
            if (value is not null && (value.Contains("Cookie", StringComparison.OrdinalIgnoreCase) || value.Trim() == "*")) return;
        }

        response.Headers.Append("Vary", "Cookie");
    }
}
