using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Azu.Sessions.EntityFrameworkCore.Tests;

/// <summary>
/// Tables in a SQLite file as the model says that they are. The statements are written here, from what the model says of tables and columns: a provider
/// for SQLite that fits the other packages cannot be had where these tests have to run.
/// </summary>
internal static class SqliteModel
{
    public static async Task MakeAsync(DbDataSource dataSource, string table = "sessions")
    {
        var model = new ModelBuilder().AddAzuSessions(d => d.Table = table).Model;
        foreach (var sql in model.GetEntityTypes().Select(Table).Concat(model.GetEntityTypes().SelectMany(Indexes)).Concat(model.GetEntityTypes().SelectMany(Rows)))
        {
            await using var command = dataSource.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    public static DbDataSource Open(TemporaryDirectory directory, string name) => SqliteFactory.Instance.CreateDataSource($"Data Source={directory.File(name)};Pooling=False");

    private static string Table(IReadOnlyEntityType entity)
    {
        var key = entity.FindPrimaryKey()!;
        var parts = entity.GetProperties().Select(p => Column(p, key)).ToList();
        if (key.Properties is not [{ ClrType.IsValueType: true }]) parts.Add($"CONSTRAINT {key.GetName()} PRIMARY KEY ({Names(key.Properties)})");
        parts.AddRange(entity.GetForeignKeys().Select(f =>
            $"CONSTRAINT {f.GetConstraintName()} FOREIGN KEY ({Names(f.Properties)}) REFERENCES {f.PrincipalEntityType.GetTableName()} ({Names(f.PrincipalKey.Properties)}) ON DELETE {(f.DeleteBehavior == DeleteBehavior.Cascade ? "CASCADE" : "NO ACTION")}"));
        return $"CREATE TABLE {entity.GetTableName()} ({string.Join(", ", parts)})";
    }

    private static string Column(IReadOnlyProperty property, IReadOnlyKey key) =>
        $"{property.GetColumnName()} {property.GetColumnType()}{(property.IsNullable ? "" : " NOT NULL")}{(property.GetDefaultValueSql() is { } sql ? $" DEFAULT ({sql})" : "")}"
        // A single whole number is the row's own, counted up where the model has it generated: so EF Core's provider writes it.
        + (key.Properties is [{ ClrType.IsValueType: true } only] && only == property ? $" CONSTRAINT {key.GetName()} PRIMARY KEY{(property.ValueGenerated == ValueGenerated.OnAdd ? " AUTOINCREMENT" : "")}" : "");

    private static IEnumerable<string> Indexes(IReadOnlyEntityType entity) => entity.GetIndexes().Select(i =>
        $"CREATE INDEX {i.GetDatabaseName()} ON {entity.GetTableName()} ({Names(i.Properties)}){(i.GetFilter() is { } filter ? $" WHERE {filter}" : "")}");

    private static IEnumerable<string> Rows(IReadOnlyEntityType entity) => entity.GetSeedData().Select(row => row.Where(v => v.Value is not null).ToList()).Select(values =>
        $"INSERT INTO {entity.GetTableName()} ({string.Join(", ", values.Select(v => v.Key))}) VALUES ({string.Join(", ", values.Select(v => $"'{v.Value}'"))})");

    private static string Names(IEnumerable<IReadOnlyProperty> properties) => string.Join(", ", properties.Select(p => p.GetColumnName()));
}
