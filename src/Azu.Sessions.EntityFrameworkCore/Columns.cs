using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Azu.Sessions.EntityFrameworkCore;

/// <summary>Adds columns, as the migrations of the database store name and type them.</summary>
internal sealed class Columns(EntityTypeBuilder<Dictionary<string, object>> entity, ModelSchema schema)
{
    public Columns Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(string name, bool isRequired = true)
    {
        Property<T>(name).IsRequired(isRequired);
        return this;
    }

    /// <summary>Text that is compared byte by byte.</summary>
    public Columns AddText(string name, bool isRequired = false)
    {
        var property = Property<string>(name).IsRequired(isRequired);
        if (schema.IsPostgres) property.UseCollation("C");
        return this;
    }

    /// <summary>The beginning of the subject, which fits into an index of PostgreSQL.</summary>
    public Columns AddSubjectStart()
    {
        if (schema.IsPostgres) Property<string>("subject_start").IsRequired(false).UseCollation("C").HasComputedColumnSql("left(subject, 100)", stored: true);
        return this;
    }

    public Columns AddIndexes()
    {
        var property = Property<string>("indexes").IsRequired(false);
        if (schema.IsPostgres) property.HasColumnType("jsonb");
        return this;
    }

    /// <summary>The index by subject: where there is one.</summary>
    public void IndexBySubject(string and) => entity
        .HasIndex([schema.IsPostgres ? "subject_start" : "subject", and], Named("_subject"))
        .HasFilter("subject IS NOT NULL");

    private PropertyBuilder Property<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(string name) =>
        entity.IndexerProperty<T>(name).HasColumnName(name).HasColumnType(schema.TypeOf<T>()).ValueGeneratedNever();

    private string Named(string suffix) => entity.Metadata.GetTableName() + suffix;
}
