using System.Data.Common;

namespace Azu.Cli;

/// <summary>Tells a SQLite file from a PostgreSQL, by the text that leads there.</summary>
internal static class SqliteFile
{
    private static readonly string[] s_keys = ["data source", "datasource", "filename"];

    public static bool IsNamedBy(string url) => NameIn(url) is not null;

    /// <summary>Whether a text names a file that is not there. SQLite makes one when it is opened, so a wrong name looks like an empty database.</summary>
    /// <param name="url">The text.</param>
    /// <param name="directory">What a relative name starts from.</param>
    public static bool IsMissing(string url, string directory) =>
        NameIn(url) is { Length: > 0 } name && name[0] is not (':' or '|') && !name.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            && !File.Exists(Path.Combine(directory, name));

    private static string? NameIn(string url)
    {
        if (url.Contains("://", StringComparison.Ordinal)) return null;
        try
        {
            var pairs = new DbConnectionStringBuilder { ConnectionString = url };
            return s_keys.Select(key => pairs.TryGetValue(key, out var value) ? value.ToString() : null).FirstOrDefault(value => value is not null);
        }
        catch (ArgumentException)
        {
            return null; // what opens it says what is wrong with it
        }
    }
}
