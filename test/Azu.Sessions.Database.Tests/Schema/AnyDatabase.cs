using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Azu.Sessions.Database.Tests;

/// <summary>An empty database of either kind, for tests that hold for both.</summary>
internal sealed class AnyDatabase : IDisposable
{
    private readonly TemporaryDirectory? _directory;
    private readonly string? _schema;

    public AnyDatabase(string kind)
    {
        if (kind == "sqlite") _directory = new();
        else _schema = SharedPostgres.NewSchema();
    }

    public static TheoryData<string> Kinds => ["postgresql", "sqlite"];

    /// <summary>As another process has it.</summary>
    public DbDataSource NewDataSource() => _directory is null
        ? SharedPostgres.NewDataSource()
        : SqliteFactory.Instance.CreateDataSource($"Data Source={_directory.File("sessions.db")};Pooling=False");

    public DatabaseStoreOptions NewOptions(string table = "sessions") => new() { Schema = _schema, Table = table };

    public DatabaseStore NewStore(bool migrate, string table = "sessions", TimeProvider? time = null, Action<DatabaseStoreOptions>? configure = null)
    {
        var options = NewOptions(table);
        options.MigrateOnStart = migrate;
        configure?.Invoke(options);
        return DatabaseNode.Create(NewDataSource(), options, time);
    }

    public SessionSchema NewSchema(string table = "sessions") => SessionSchema.Open(NewDataSource(), NewOptions(table));

    /// <summary>The name of a table as the database takes it.</summary>
    public string Name(string table) => new TableNames(table, _schema).Sessions;

    public async Task ExecuteAsync(string sql)
    {
        await using var dataSource = NewDataSource();
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<string>> RowsAsync(string sql)
    {
        await using var dataSource = NewDataSource();
        await using var command = dataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(string.Join(' ',
            Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "-" : Convert.ToString(reader.GetValue(i)))));
        return rows;
    }

    public void Dispose() => _directory?.Dispose();
}
