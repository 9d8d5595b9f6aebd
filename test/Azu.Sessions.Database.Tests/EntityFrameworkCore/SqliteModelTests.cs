using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Azu.Sessions.Database.Tests;

/// <summary>The same for SQLite.</summary>
public sealed class SqliteModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_model_makes_the_same_tables_columns_and_indexes()
    {
        using var directory = new TemporaryDirectory();
        await using var migrated = SqliteModel.Open(directory, "migrated.db");
        await using var modelled = SqliteModel.Open(directory, "modelled.db");
        await using (var schema = SessionSchema.Open(migrated)) await schema.MigrateAsync(Token);
        await SqliteModel.MakeAsync(modelled);
        foreach (var table in (string[])["sessions", "sessions_entries", "sessions_nodes", "sessions_audit", "sessions_schema"])
        {
            var expected = await DescribeAsync(migrated, table);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, await DescribeAsync(modelled, table));
        }
    }

    [Fact]
    public async Task The_store_takes_tables_made_by_the_model_for_its_own()
    {
        using var directory = new TemporaryDirectory();
        await using var modelled = SqliteModel.Open(directory, "modelled.db");
        await SqliteModel.MakeAsync(modelled);
        await using (var schema = SessionSchema.Open(modelled)) Assert.Empty(await schema.MigrateAsync(Token));
        await using var store = DatabaseNode.Create(modelled, new());
        await store.PrepareAsync(Token);
    }

    /// <summary>To an application that had its own tables before, and after that there is nothing left to do.</summary>
    [Fact]
    public void Sessions_join_the_application_s_own_migrations()
    {
        using var before = ShopContext.OnSqlite("Data Source=nowhere.db", null);
        using var after = ShopContext.OnSqlite("Data Source=nowhere.db", _ => { });
        var operations = ModelMigration.Differences(before, after);
        Assert.Equal(["sessions", "sessions_audit", "sessions_entries", "sessions_nodes", "sessions_schema"],
            operations.OfType<CreateTableOperation>().Select(o => o.Name).Order());
        Assert.All(operations, o => Assert.True(o is CreateTableOperation or CreateIndexOperation or InsertDataOperation, o.GetType().Name));
        using var again = ShopContext.OnSqlite("Data Source=nowhere.db", _ => { });
        Assert.Empty(ModelMigration.Differences(after, again));
    }

    [Fact]
    public void What_is_PostgreSQL_s_alone_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ModelBuilder().AddAzuSessions(d => d.Schema = "shop"));
        Assert.Throws<ArgumentException>(() => new ModelBuilder().AddAzuSessions(d => d.Unlogged = true));
    }

    [Fact]
    public void Another_database_is_refused()
    {
        var model = new ModelBuilder();
        model.HasAnnotation("SqlServer:ValueGenerationStrategy", 2);
        Assert.Contains("SqlServer", Assert.Throws<NotSupportedException>(() => model.AddAzuSessions()).Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> DescribeAsync(DbDataSource dataSource, string table)
    {
        List<string> lines =
        [
            .. await RowsAsync($"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{table}')"),
            .. await RowsAsync($"SELECT 'references', \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list('{table}')"),
            // What a primary key makes by itself has no name of its own.
            .. await RowsAsync($"SELECT 'index', l.name, l.partial, i.name, i.seqno FROM pragma_index_list('{table}') AS l, pragma_index_info(l.name) AS i " +
                $"WHERE l.origin = 'c'"),
        ];
        lines.Sort(StringComparer.Ordinal);
        return lines;

        async Task<List<string>> RowsAsync(string sql)
        {
            await using var command = dataSource.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync()) rows.Add(string.Join(' ',
                Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
            return rows;
        }
    }
}
