using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>SQLite, from 3.35 on: what belongs together runs in one transaction, and there is one writer.</summary>
internal sealed class SqliteDialect(TableNames names, DatabaseStoreOptions options) : Dialect(names, options)
{
    public override string Name => "sqlite";

    public override SessionCapabilities Capabilities => SessionCapabilities.Durable | SessionCapabilities.Index | SessionCapabilities.ReportsExpiry;

    public override SqlValues Values { get; } = new SqliteValues();

    public override bool CombinesWrites => false;

    public override bool HasArrays => false;

    public override string Greatest => "max";

    public override string Smallest => "min";

    public override string Same => "IS";

    // The smallest index is counted. That grows with the table, which is one file on one machine.
    public override string Estimate => field ??= $"SELECT count(*), 0.0 FROM {Names.Sessions}";

    public override string? SweepLock => null;

    public override string? MigrationLock => null;

    public override string CreateSchema => "";

    public override string SchemaExists => "SELECT 1";

    public override string VersionsExist =>
        $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{(Names.Table + "_schema").Replace("'", "''", StringComparison.Ordinal)}'";

    public override string CreateVersions =>
        $"CREATE TABLE IF NOT EXISTS {Names.Versions} (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL DEFAULT " +
            "(strftime('%Y-%m-%dT%H:%M:%f', 'now')));\n";

    public override string ReadVersions => $"SELECT version, applied_at FROM {Names.Versions}";

    public override string HasSubject(string parameter) => $"subject = {parameter}";

    public override ValueTask PrepareAsync(DbCommand command) => default;

    // The provider is the application's and its exceptions are unknown here; the text is SQLite's own.
    public override FailureMeaning MeaningOf(Exception failure) => failure switch
    {
        DbException when failure.Message.Contains("no such table", StringComparison.Ordinal) => FailureMeaning.MissingTable,
        DbException when failure.Message.Contains("readonly database", StringComparison.Ordinal) => FailureMeaning.ReadOnly,
        _ => FailureMeaning.Unknown,
    };
}
