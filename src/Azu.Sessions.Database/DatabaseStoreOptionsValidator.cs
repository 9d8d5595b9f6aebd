using System.Text;

namespace Azu.Sessions.Database;

/// <summary>Finds options that make no sense. Each message names the option and says what to change.</summary>
internal static class DatabaseStoreOptionsValidator
{
    // PostgreSQL cuts names at 63 bytes, and two names that were cut could be one. The longest thing named after the table needs the difference.
    private const int MaxTableLength = 40;
    private const int MaxSchemaLength = 63;
    private static readonly TimeSpan s_maxCommand = TimeSpan.FromMinutes(10);

    public static void Check(DatabaseStoreOptions options)
    {
        CheckName(nameof(options.Table), options.Table, MaxTableLength);
        if (options.Schema is { } schema) CheckName(nameof(options.Schema), schema, MaxSchemaLength);
        if (options.CommandTimeout < TimeSpan.FromSeconds(1) || options.CommandTimeout > s_maxCommand)
            throw new ArgumentException($"CommandTimeout is {options.CommandTimeout}; it must lie between a second and {s_maxCommand.TotalMinutes:0} minutes.", nameof(options));
        if (options.AuditRetention <= TimeSpan.Zero)
            throw new ArgumentException($"AuditRetention is {options.AuditRetention}; it must be longer than zero.", nameof(options));
    }

    private static void CheckName(string option, string name, int longest)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"{option} is empty; it must be a name.", nameof(name));
        if (name.Contains('\0')) throw new ArgumentException($"{option} contains a NUL character, which no database takes in a name.", nameof(name));
        if (Encoding.UTF8.GetByteCount(name) > longest) throw new ArgumentException($"{option} is \"{name}\"; it must have at most {longest} bytes.", nameof(name));
    }
}
