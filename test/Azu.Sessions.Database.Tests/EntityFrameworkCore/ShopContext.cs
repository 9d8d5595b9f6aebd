using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Azu.Sessions.Database.Tests;

/// <summary>An application's own context, with sessions or, as it was before, without.</summary>
internal sealed class ShopContext(DbContextOptions<ShopContext> options, Action<DatabaseStoreOptions>? sessions) : DbContext(options)
{
    public DbSet<Product> Products => Set<Product>();

    public static ShopContext On(string connection, Action<DatabaseStoreOptions>? sessions) => new(
        // Each test has another model; by default the first is kept for all.
        new DbContextOptionsBuilder<ShopContext>().UseNpgsql(connection).EnableServiceProviderCaching(false).Options, sessions);

    public static ShopContext OnSqlite(string connection, Action<DatabaseStoreOptions>? sessions) => new(
        new DbContextOptionsBuilder<ShopContext>().UseSqlite(connection).EnableServiceProviderCaching(false).Options, sessions);

    public static string Anywhere => "Host=nowhere";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Product>().ToTable("products");
        if (sessions is not null) modelBuilder.AddAzuSessions(sessions);
    }
}

internal sealed class Product
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}
