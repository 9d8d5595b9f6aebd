using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>Finds bounds of the memory store that make no sense. Each message names the setting and says what to change.</summary>
internal sealed class MemoryStoreOptionsValidator : IValidateOptions<MemoryStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, MemoryStoreOptions options) => Mistakes(options).ToResult();

    private static IEnumerable<string> Mistakes(MemoryStoreOptions o)
    {
        if (o.MaxSessions < 1) yield return $"MaxSessions is {o.MaxSessions}; it must be at least 1.";
        if (o.MaxBytes < 1) yield return $"MaxBytes is {o.MaxBytes}; it must be at least 1.";
    }
}
