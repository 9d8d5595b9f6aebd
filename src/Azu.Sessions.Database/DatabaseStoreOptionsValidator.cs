using System.Text;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.Database;

/// <summary>Finds options that make no sense. Each message names the option and says what to change.</summary>
internal sealed class DatabaseStoreOptionsValidator : IValidateOptions<DatabaseStoreOptions>
{
    // PostgreSQL cuts names at 63 bytes, and two names that were cut could be one. The longest thing named after the table needs the difference.
    private const int MaxTableLength = 40;
    private const int MaxSchemaLength = 63;
    private static readonly TimeSpan s_maxCommand = TimeSpan.FromMinutes(10);

    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static void Check(DatabaseStoreOptions options)
    {
        if (Mistakes(options).FirstOrDefault() is { } mistake) throw new ArgumentException(mistake, nameof(options));
    }

    public ValidateOptionsResult Validate(string? name, DatabaseStoreOptions options)
    {
        var mistakes = Mistakes(options).ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(DatabaseStoreOptions o)
    {
        foreach (var mistake in NameMistakes(nameof(o.Table), o.Table, MaxTableLength)) yield return mistake;
        foreach (var mistake in o.Schema is { } schema ? NameMistakes(nameof(o.Schema), schema, MaxSchemaLength) : []) yield return mistake;
        if (o.CommandTimeout < TimeSpan.FromSeconds(1) || o.CommandTimeout > s_maxCommand)
            yield return $"CommandTimeout is {o.CommandTimeout}; it must lie between a second and {s_maxCommand.TotalMinutes:0} minutes.";
        if (o.AuditRetention <= TimeSpan.Zero) yield return $"AuditRetention is {o.AuditRetention}; it must be longer than zero.";
    }

    private static IEnumerable<string> NameMistakes(string option, string? name, int longest)
    {
        if (string.IsNullOrWhiteSpace(name)) yield return $"{option} is empty; it must be a name.";
        else if (name.Contains('\0')) yield return $"{option} contains a NUL character, which no database takes in a name.";
        else if (Encoding.UTF8.GetByteCount(name) > longest) yield return $"{option} is \"{name}\"; it must have at most {longest} bytes.";
    }
}
