using System.Globalization;
using Azu.Sessions.Database;

namespace Azu.Cli;

/// <summary>The migration that a setup writes: the session tables as a script.</summary>
internal static class MigrationScript
{
    public const string Folder = "Migrations";

    private const string Name = "create_sessions.sql";
    private const string FirstLine = "-- The tables for sessions, for an empty database.";

    /// <summary>The file in a project: the one that is there, whatever its time, or a new one. Other files of that name are the project's own.</summary>
    public static string FileIn(string directory, DateTimeOffset now)
    {
        var folder = Path.Combine(directory, Folder);
        var present = Directory.Exists(folder) ? Directory.GetFiles(folder, $"*_{Name}").Order(StringComparer.Ordinal).FirstOrDefault(IsMigration) : null;
        return $"{Folder}/{(present is null ? $"{now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}_{Name}" : Path.GetFileName(present))}";
    }

    /// <summary>The script. It connects to nothing; the text only says which database it is for.</summary>
    public static string Text(bool isSqlite)
    {
        var schema = SessionSchema.Open(isSqlite ? "Data Source=sessions.db" : "Host=localhost");
        try
        {
            return $"{FirstLine} azu db:migrate does the same, and knows what is there already.\n{schema.Script()}".ReplaceLineEndings("\n");
        }
        finally
        {
            schema.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static bool IsMigration(string path) => new TextFile(path) is { IsText: true } file && file.Read().StartsWith(FirstLine, StringComparison.Ordinal);
}
