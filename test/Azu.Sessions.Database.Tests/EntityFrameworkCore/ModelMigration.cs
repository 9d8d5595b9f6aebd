using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Azu.Sessions.Database.Tests;

/// <summary>The migration from one model to another, as <c>dotnet ef</c> finds it and <c>database update</c> runs it.</summary>
internal static class ModelMigration
{
    public static IReadOnlyList<MigrationOperation> Differences(ShopContext from, ShopContext to) =>
        to.GetService<IMigrationsModelDiffer>().GetDifferences(DesignModel(from).GetRelationalModel(), DesignModel(to).GetRelationalModel());

    /// <summary>Runs the statements of the provider, and returns them.</summary>
    public static async Task<string> RunAsync(ShopContext from, ShopContext to)
    {
        var commands = to.GetService<IMigrationsSqlGenerator>().Generate(Differences(from, to), DesignModel(to));
        foreach (var command in commands)
        {
            var sql = command.CommandText.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
            await to.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
        }
        return string.Concat(commands.Select(c => c.CommandText));
    }

    private static IModel DesignModel(ShopContext context) => context.GetService<IDesignTimeModel>().Model;
}
