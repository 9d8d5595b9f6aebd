using Microsoft.EntityFrameworkCore;

namespace Azu.Sessions.EntityFrameworkCore;

/// <summary>The append-only table. It is there whether or not the store writes to it.</summary>
internal static class AuditModel
{
    private const string Suffix = "_audit";

    public static void Add(ModelBuilder model, ModelSchema schema)
    {
        var audit = schema.Entity(model, Suffix);
        audit.IndexerProperty<long>("number").HasColumnName("number").HasColumnType(schema.TypeOf<long>()).ValueGeneratedOnAdd();
        new Columns(audit, schema)
            .Add<byte[]>("session_id")
            .AddText("subject")
            .AddSubjectStart()
            .Add<string>("event")
            .Add<string>("reason", isRequired: false)
            .Add<string>("actor", isRequired: false)
            .Add<long>("at")
            .IndexBySubject(and: "number");
        audit.HasKey("number").HasName(schema.Table + Suffix + "_pkey");
        audit.HasIndex(["at"], schema.Table + Suffix + "_at");
        audit.HasIndex(["session_id", "number"], schema.Table + Suffix + "_session");
        audit.HasIndex(["number"], schema.Table + Suffix + "_ended").HasFilter("event = 'ended'");
    }
}
