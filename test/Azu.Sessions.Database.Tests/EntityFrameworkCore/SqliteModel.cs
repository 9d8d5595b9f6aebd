using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Azu.Sessions.Database.Tests;

/// <summary>Tables in a SQLite file, made by EF Core's own provider from the model.</summary>
internal static class SqliteModel
{
    public static async Task MakeAsync(DbDataSource dataSource, string table = "sessions")
    {
        await using var context = ShopContext.OnSqlite(dataSource.ConnectionString, d => d.Table = table);
        await using var without = ShopContext.OnSqlite(dataSource.ConnectionString, null);
        await ModelMigration.RunAsync(without, context);
    }

    public static DbDataSource Open(TemporaryDirectory directory, string name) =>
        SqliteFactory.Instance.CreateDataSource($"Data Source={directory.File(name)};Pooling=False");
}
