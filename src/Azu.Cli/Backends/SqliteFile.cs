using System.Data.Common;

namespace Azu.Cli;

/// <summary>Tells a SQLite file from a PostgreSQL, by the text that leads there.</summary>
internal static class SqliteFile
{
    private static readonly string[] s_keys = ["data source", "datasource", "filename"];

    public static bool IsNamedBy(string url)
    {
        if (url.Contains("://", StringComparison.Ordinal)) return false;
        try
        {
            var pairs = new DbConnectionStringBuilder { ConnectionString = url };
            return s_keys.Any(pairs.ContainsKey);
        }
        catch (ArgumentException)
        {
            return false; // whoever opens it says what is wrong with it
        }
    }
}
