using Microsoft.EntityFrameworkCore;

namespace Azu.Sessions.EntityFrameworkCore;

/// <summary>The table of the declared indexes.</summary>
internal static class EntriesModel
{
    private const string Suffix = "_entries";

    public static void Add(ModelBuilder model, ModelSchema schema)
    {
        var sessions = schema.Entity(model, "");
        var entries = schema.Entity(model, Suffix);
        var columns = new Columns(entries, schema).Add<byte[]>("id");
        // In SQLite a key is text, so that its JSON functions can take many at once.
        if (schema.IsPostgres) columns.Add<byte[]>("key");
        else columns.Add<string>("key");
        entries.HasKey("id", "key").HasName(schema.Table + Suffix + "_pkey");
        entries.HasIndex(["key", "id"], schema.Table + Suffix + "_key");
        entries.HasOne(sessions.Metadata.Name, null).WithMany().HasForeignKey("id").OnDelete(DeleteBehavior.Cascade)
            .HasConstraintName(schema.Table + Suffix + "_id");
        if (schema.IsUnlogged) schema.Say(entries, "UnloggedTable", true);
    }
}
