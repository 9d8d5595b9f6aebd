using System.Text.Json;
using Azu.Sessions.Database;
using Azu.Sessions.Stores;

namespace Azu.Cli;

/// <summary>The store that holds the sessions of a command.</summary>
internal sealed record StoreLocation
{
    public required SessionBackend Backend { get; init; }

    /// <summary>Where the backend was found: a flag, a file, a variable or the default.</summary>
    public required string Source { get; init; }

    public required string KeyPrefix { get; init; }

    public required string Table { get; init; }

    public string? Schema { get; init; }

    /// <summary>The connection. There may be a password in it: never shown.</summary>
    public required string Url { get; init; }

    public string Name => Backend.ToString().ToLowerInvariant();

    public string RedactedUrl => Cli.RedactedUrl.Of(Backend, Url);

    /// <summary>Which keys or rows are sessions.</summary>
    public string Pattern => Backend == SessionBackend.Redis ? KeyPrefix + "*" : $"table {TableName}";

    public string TableName => Schema is null ? Table : $"{Schema}.{Table}";

    /// <summary>Whether several nodes may use it, and keep copies of what is in it.</summary>
    public bool IsShared => Backend == SessionBackend.Redis || (Backend == SessionBackend.Database && !SqliteFile.IsNamedBy(Url));

    /// <summary>The lines that every command prints first about its store.</summary>
    public (string Name, string Value)[] Details => [("Backend", $"{Name} ({Source})"), ("URL", RedactedUrl), ("Pattern", Pattern)];

    /// <summary>The same for programs.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("backend", Name);
        json.WriteString("url", RedactedUrl);
        json.WriteString("pattern", Pattern);
    }

    /// <summary>
    /// What the library has to know of a database. Each end is noted: migrated tables have one for the audit, whether or not the application writes to it.
    /// How long notes are kept is the application's to say, so none is removed here.
    /// </summary>
    public void Configure(DatabaseStoreOptions options)
    {
        (options.Table, options.Schema, options.Audit, options.AuditRetention) = (Table, Schema, true, TimeSpan.MaxValue);
        options.CommandTimeout = TimeSpan.FromSeconds(10);
    }

    /// <summary>With its password it would be in logs.</summary>
    public override string ToString() => $"{Name} at {RedactedUrl}";
}
