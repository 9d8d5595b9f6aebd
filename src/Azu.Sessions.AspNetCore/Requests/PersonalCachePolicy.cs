using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>
/// Asks once more, after the endpoint, whether the session was read. A cache between the sessions and the endpoint hears of an earlier read only at
/// the first byte, and a response without a body has none before the cache decides.
/// </summary>
internal sealed class PersonalCachePolicy : IOutputCachePolicy, IPostConfigureOptions<OutputCacheOptions>
{
    public void PostConfigure(string? name, OutputCacheOptions options) => options.AddBasePolicy(this);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation) => default;

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => default;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (RequestSessions.Of(context.HttpContext) is { Response.IsRead: true }) context.AllowCacheStorage = false;
        return default;
    }
}
