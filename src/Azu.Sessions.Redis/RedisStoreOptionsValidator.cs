using Microsoft.Extensions.Options;

namespace Azu.Sessions.Redis;

/// <summary>Finds options that make no sense. Each message names the setting and says what to change.</summary>
internal sealed class RedisStoreOptionsValidator : IValidateOptions<RedisStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisStoreOptions options)
    {
        var mistakes = Mistakes(options).ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(RedisStoreOptions o)
    {
        if (string.IsNullOrEmpty(o.KeyPrefix)) yield return "KeyPrefix is empty: clearing the sessions could not tell them from other keys. Give it a " +
            "name, such as shop:session:.";
        if (o.WaitForReplicas < 0) yield return $"WaitForReplicas is {o.WaitForReplicas}; it must be at least 0, which waits for none.";
        if (o.ReplicaTimeout <= TimeSpan.Zero) yield return $"ReplicaTimeout is {o.ReplicaTimeout}; it must be longer than zero, or a removal would wait " +
            "for ever.";
    }
}
