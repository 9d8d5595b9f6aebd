using Azu.Sessions.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Azu.Sessions.EntityFrameworkCore;

/// <summary>
/// What the tables are called, and what their columns are in the database of a model. A provider has put something of its own into a new model; the
/// provider for SQLite puts nothing there.
/// </summary>
internal sealed record ModelSchema(bool IsPostgres, string Table, string? Schema, bool IsUnlogged)
{
    private const string Npgsql = "Npgsql:";

    public static ModelSchema Of(IMutableModel model, DatabaseStoreOptions options)
    {
        if (model.GetAnnotations()
            .FirstOrDefault(a =>
            a.Name.StartsWith("SqlServer:", StringComparison.Ordinal) || a.Name.StartsWith("MySql:", StringComparison.Ordinal)) is { } other)
            throw new NotSupportedException($"Sessions can be kept in PostgreSQL and in SQLite. The provider of this model ({other.Name.Split(':')[0]}) is " +
                "for another database.");
        var isPostgres = model.GetAnnotations().Any(a => a.Name.StartsWith(Npgsql, StringComparison.Ordinal));
        if (!isPostgres && options.Schema is not null) throw new ArgumentException("A SQLite file has no schemas. Leave the option Schema null.",
            nameof(options));
        if (!isPostgres && options.Unlogged) throw new ArgumentException("Unlogged is an option of PostgreSQL. Leave it off for SQLite.", nameof(options));
        return new(isPostgres, options.Table, options.Schema, options.Unlogged);
    }

    /// <summary>How the database calls a type of .NET.</summary>
    public string TypeOf<T>() => (IsPostgres, (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).Name) switch
    {
        (true, nameof(Int64)) => "bigint",
        (true, nameof(Int32)) => "integer",
        (true, nameof(String)) => "text",
        (true, nameof(Boolean)) => "boolean",
        (true, _) => "bytea",
        (false, nameof(Int64) or nameof(Int32) or nameof(Boolean)) => "INTEGER",
        (false, nameof(String)) => "TEXT",
        (false, _) => "BLOB",
    };

    /// <summary>A table without a class: what is in it is the store's alone.</summary>
    public EntityTypeBuilder<Dictionary<string, object>> Entity(ModelBuilder model, string suffix)
    {
        var entity = model.SharedTypeEntity<Dictionary<string, object>>($"Azu.Sessions:{Schema}.{Table}{suffix}");
        entity.ToTable(Table + suffix, Schema);
        return entity;
    }

    /// <summary>Something that only Npgsql's provider understands.</summary>
    public void Say(EntityTypeBuilder entity, string what, object value)
    {
        if (IsPostgres) entity.HasAnnotation(Npgsql + what, value);
    }
}
