using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Azu.Sessions.Database.Tests;

/// <summary>The model and the migrations of the database store make the same tables.</summary>
public sealed class PostgresModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_model_makes_the_same_tables_columns_constraints_and_indexes(bool isUnlogged)
    {
        var (migrated, modelled) = (SharedPostgres.NewSchema(), SharedPostgres.NewSchema());
        await using var dataSource = SharedPostgres.NewDataSource(2);
        await using (var schema = SessionSchema.Open(dataSource, new() { Schema = migrated, Unlogged = isUnlogged })) await schema.MigrateAsync(Token);
        await MakeAsync(modelled, d => (d.Schema, d.Unlogged) = (modelled, isUnlogged));
        var expected = await PostgresSchema.DescribeAsync(dataSource, migrated);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await PostgresSchema.DescribeAsync(dataSource, modelled));
    }

    [Fact]
    public async Task The_store_takes_tables_made_by_the_model_for_its_own()
    {
        var made = SharedPostgres.NewSchema();
        await MakeAsync(made, d => (d.Schema, d.Table) = (made, "visits"));
        await using var dataSource = SharedPostgres.NewDataSource(2);
        await using (var schema = SessionSchema.Open(dataSource, new() { Schema = made, Table = "visits" }))
        {
            Assert.All(await schema.StatusAsync(Token), version => Assert.NotNull(version.AppliedAt));
            Assert.Empty(await schema.MigrateAsync(Token));
        }
        await using var store = DatabaseNode.Create(SharedPostgres.NewDataSource(2), new() { Schema = made, Table = "visits" });
        await store.PrepareAsync(Token);
    }

    /// <summary>To an application that had its own tables before, and after that there is nothing left to do.</summary>
    [Fact]
    public void Sessions_join_the_application_s_own_migrations()
    {
        using var before = ShopContext.On(ShopContext.Anywhere, null);
        using var after = ShopContext.On(ShopContext.Anywhere, _ => { });
        var operations = ModelMigration.Differences(before, after);
        Assert.Equal(["sessions", "sessions_audit", "sessions_entries", "sessions_nodes", "sessions_schema"],
            operations.OfType<CreateTableOperation>().Select(o => o.Name).Order());
        Assert.All(operations, o => Assert.True(o is CreateTableOperation or CreateIndexOperation or InsertDataOperation, o.GetType().Name));
        using var again = ShopContext.On(ShopContext.Anywhere, _ => { });
        Assert.Empty(ModelMigration.Differences(after, again));
    }

    [Fact]
    public void Options_are_checked_as_where_the_store_is_registered()
    {
        using var context = ShopContext.On(ShopContext.Anywhere, d => d.Table = "");
        Assert.Throws<ArgumentException>(() => context.Model);
    }

    /// <summary>As <c>dotnet ef database update</c> does with the migration that the model gives.</summary>
    internal static async Task MakeAsync(string schema, Action<DatabaseStoreOptions> configure)
    {
        await using var dataSource = SharedPostgres.NewDataSource(1);
        await using var context = ShopContext.On(dataSource.ConnectionString, configure);
        await using var without = ShopContext.On(dataSource.ConnectionString, null);
        Assert.Contains(schema, await ModelMigration.RunAsync(without, context), StringComparison.Ordinal);
    }
}
