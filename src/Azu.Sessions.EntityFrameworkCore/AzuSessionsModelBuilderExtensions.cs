using Azu.Sessions.Database;
using Azu.Sessions.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>The tables for sessions in an application's own model.</summary>
public static class AzuSessionsModelBuilderExtensions
{
    /// <summary>
    /// Adds the tables of the database store, so that the application's own migrations create them and keep them up to date: the same tables, columns,
    /// types and indexes as those of <see cref="SessionSchema"/>, for PostgreSQL (Npgsql) and for SQLite. The store finds them as it finds its own; leave
    /// <see cref="DatabaseStoreOptions.MigrateOnStart"/> off. Sessions are no entities of the application: nothing of them can be queried by LINQ.
    /// </summary>
    /// <param name="modelBuilder">The model, in <c>OnModelCreating</c>.</param>
    /// <param name="configure">What is set where <c>UseDatabaseStore</c> is called: the table, the schema, and whether it is unlogged. The rest does
    /// not matter here.</param>
    /// <exception cref="ArgumentException">An option is not usable.</exception>
    /// <exception cref="NotSupportedException">The provider of the model is for another database.</exception>
    public static ModelBuilder AddAzuSessions(this ModelBuilder modelBuilder, Action<DatabaseStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var options = new DatabaseStoreOptions();
        configure?.Invoke(options);
        DatabaseStoreOptionsValidator.Check(options);
        var schema = ModelSchema.Of(modelBuilder.Model, options);
        SessionsModel.Add(modelBuilder, schema);
        EntriesModel.Add(modelBuilder, schema);
        NodesModel.Add(modelBuilder, schema);
        AuditModel.Add(modelBuilder, schema);
        VersionsModel.Add(modelBuilder, schema);
        return modelBuilder;
    }
}
