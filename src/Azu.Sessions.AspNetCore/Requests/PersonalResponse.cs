using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Azu.Sessions;

/// <summary>
/// Keeps a response that depends on a session out of every cache. Output caching ignores response headers, so it is told at once, when the
/// session is first read; response caching and proxies go by headers, which are set before the first byte, over what the endpoint set.
/// </summary>
internal static class PersonalResponse
{
    public static void KeepOutOfOutputCache(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } cache) cache.Context.AllowCacheStorage = false;
    }

    public static void SetHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "private, no-store";
        var vary = response.Headers.Vary;
        foreach (var value in vary)
        {
            if (value is not null && (value.Contains("Cookie", StringComparison.OrdinalIgnoreCase) || value.Trim() == "*")) return;
        }

        response.Headers.Append("Vary", "Cookie");
    }
}
