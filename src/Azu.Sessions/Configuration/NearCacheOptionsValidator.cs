using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>Finds options of the near cache that make no sense. Each message names the setting and says what to change.</summary>
internal sealed class NearCacheOptionsValidator : IValidateOptions<NearCacheOptions>
{
    private const int MaxNodeIdLength = 100;
    private const long MinBytes = 64 * 1024;

    // Below the minimum a pause for garbage collection loses the lease. Above the maximum a revocation comes too late.
    private static readonly TimeSpan s_minLag = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_maxLag = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_maxLife = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, NearCacheOptions options) => Mistakes(options).ToResult();

    private static IEnumerable<string> Mistakes(NearCacheOptions o)
    {
        if (o.MaxRevocationLag < s_minLag
            || o.MaxRevocationLag > s_maxLag) yield return $"MaxRevocationLag is {o.MaxRevocationLag}; it must lie between 100 ms and a minute.";
        if (o.TimeToLive <= TimeSpan.Zero
            || o.TimeToLive > s_maxLife) yield return $"TimeToLive is {o.TimeToLive}; it must be longer than zero and at most a day, or null for " +
            "MaxRevocationLag.";
        if (o.MaxEntries < 1) yield return $"MaxEntries is {o.MaxEntries}; it must be at least 1. To keep no copies remove WithNearCache.";
        if (o.MaxBytes < MinBytes) yield return $"MaxBytes is {o.MaxBytes}; it must be at least {MinBytes}.";
        if (o.NodeId is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > MaxNodeIdLength || name.Any(char.IsControl)))
            yield return $"NodeId '{LogText.Clean(name)}' is no name; give it 1 to {MaxNodeIdLength} printable characters, or leave it null.";
    }
}
