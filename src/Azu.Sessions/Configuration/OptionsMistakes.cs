using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>What is wrong with options, as start-up reports it: every mistake at once.</summary>
internal static class OptionsMistakes
{
    public static ValidateOptionsResult ToResult(this IEnumerable<string> mistakes)
    {
        var found = mistakes.ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    /// <summary>A number in a configuration file becomes any value of an enumeration, also one that it does not have.</summary>
    public static string Unknown<TMode>(string setting, TMode mode) where TMode : struct, Enum =>
        $"{setting} is {mode}, which it cannot be; choose from {string.Join(", ", Enum.GetNames<TMode>())}.";
}
