namespace Azu.Sessions;

/// <summary>Finds cluster options that make no sense. Each message names the setting and says what to change.</summary>
internal static class SessionClusterValidator
{
    private const int LongestNodeId = 100;
    private const long LeastBytes = 64 * 1024;

    // Below it a moment of garbage collection loses the lease; above it a revocation is none.
    private static readonly TimeSpan s_shortestLag = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestLag = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestTtl = TimeSpan.FromDays(1);

    public static IEnumerable<string> Validate(SessionClusterOptions o)
    {
        if (o.MaxRevocationLag < s_shortestLag || o.MaxRevocationLag > s_longestLag) yield return $"MaxRevocationLag is {o.MaxRevocationLag}; it must lie between 100 ms and a minute.";
        if (o.LocalCacheTtl <= TimeSpan.Zero || o.LocalCacheTtl > s_longestTtl) yield return $"LocalCacheTtl is {o.LocalCacheTtl}; it must be longer than zero and at most a day.";
        if (o.LocalCacheMaxSize < 1) yield return $"LocalCacheMaxSize is {o.LocalCacheMaxSize}; it must be at least 1. To keep no copies use the store without a cluster.";
        if (o.LocalCacheMaxBytes < LeastBytes) yield return $"LocalCacheMaxBytes is {o.LocalCacheMaxBytes}; it must be at least {LeastBytes}.";
        if (o.NodeId is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > LongestNodeId || name.Any(char.IsControl)))
            yield return $"NodeId '{LogText.Clean(name)}' is no name; give it 1 to {LongestNodeId} printable characters, or leave it null.";
    }
}
