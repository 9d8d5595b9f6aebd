using Azu.Sessions.Database;
using Microsoft.EntityFrameworkCore;

namespace Azu.Sessions.EntityFrameworkCore;

/// <summary>
/// The table that says which version the others have, with its rows. The store looks for it when it starts. The application's next migration adds the
/// row of a newer version together with the changes of that version.
/// </summary>
internal static class VersionsModel
{
    private const string Suffix = "_schema";

    public static void Add(ModelBuilder model, ModelSchema schema)
    {
        var versions = schema.Entity(model, Suffix);
        new Columns(versions, schema).Add<int>("version").Add<string>("name");
        versions.HasKey("version").HasName(schema.Table + Suffix + "_pkey");
        var applied = schema.IsPostgres
            ? versions.IndexerProperty<DateTime>("applied_at").HasColumnType("timestamp with time zone").HasDefaultValueSql("now()")
            : (Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder)versions.IndexerProperty<string>("applied_at").HasColumnType("TEXT")
                .HasDefaultValueSql("strftime('%Y-%m-%dT%H:%M:%f', 'now')");
        applied.HasColumnName("applied_at").IsRequired();
        foreach (var (number, name) in MigrationScripts.All) versions.HasData(new Dictionary<string, object> { ["version"] = number, ["name"] = name });
    }
}
