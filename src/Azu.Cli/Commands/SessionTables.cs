using System.Globalization;
using System.Text.Json;
using Azu.Sessions.Database;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>The tables for sessions in a database, and their migrations.</summary>
internal static class SessionTables
{
    /// <exception cref="StoreVariableException">DATABASE_URL is not usable.</exception>
    public static SessionSchema Open(StoreLocation location)
    {
        var options = new DatabaseStoreOptions();
        location.Configure(options);
        return StoreEnvironment.Using(StoreVariable.DatabaseUrl, () => SessionSchema.Open(location.Url, options));
    }

    /// <summary>All migrations, the applied and the others. A SQLite file that is not there is not made by asking: it has none.</summary>
    public static async Task<IReadOnlyList<SchemaVersion>> StatusAsync(CommandRun run, StoreLocation location)
    {
        if (SqliteFile.IsMissing(location.Url, run.Environment.Directory)) return SessionSchema.Migrations;
        await using var schema = Open(location);
        return await schema.StatusAsync(run.Cancellation);
    }

    /// <summary>Says to people which tables a command is about.</summary>
    public static void WriteDetails(CommandRun run, StoreLocation location) => run.Output.WriteDetails(("Database", location.RedactedUrl), ("Table", location.TableName));

    /// <summary>Says to programs which migrations.</summary>
    public static void WriteJson(CommandRun run, StoreLocation location, string what, IReadOnlyList<SchemaVersion> versions) => run.Output.Json(json => Write(json, location, what, versions));

    public static string NameOf(SchemaVersion version) => string.Create(CultureInfo.InvariantCulture, $"{version.Number:000} {version.Name}");

    private static void Write(Utf8JsonWriter json, StoreLocation location, string name, IReadOnlyList<SchemaVersion> versions)
    {
        json.WriteString("database", location.RedactedUrl);
        json.WriteString("table", location.Table);
        json.WriteNumber("latest", SessionSchema.LatestVersion);
        json.WriteStartArray(name);
        foreach (var version in versions)
        {
            json.WriteStartObject();
            json.WriteNumber("number", version.Number);
            json.WriteString("name", version.Name);
            json.WriteString("appliedAt", SessionJson.Time(version.AppliedAt));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
