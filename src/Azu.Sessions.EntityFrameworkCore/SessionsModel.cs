using Microsoft.EntityFrameworkCore;

namespace Azu.Sessions.EntityFrameworkCore;

/// <summary>The table with a row for each session.</summary>
internal static class SessionsModel
{
    public static void Add(ModelBuilder model, ModelSchema schema)
    {
        var sessions = schema.Entity(model, "");
        new Columns(sessions, schema)
            .Add<byte[]>("id")
            .Add<long>("version")
            .Add<long>("write_id")
            .Add<int>("generation")
            .Add<byte[]>("secret_hash")
            .Add<byte[]>("previous_secret_hash", isRequired: false)
            .Add<long?>("rotated_at", isRequired: false)
            .Add<long>("created_at")
            .Add<long?>("authenticated_at", isRequired: false)
            .Add<long>("last_seen_at")
            .Add<long>("expires_at")
            .Add<long?>("absolute_expires_at", isRequired: false)
            .Add<long?>("idle_timeout", isRequired: false)
            .Add<bool?>("is_persistent", isRequired: false)
            .Add<long?>("subject_stamp", isRequired: false)
            .AddText("subject")
            .AddSubjectStart()
            .AddIndexes()
            .AddText("client_address")
            .AddText("client_user_agent")
            .Add<byte[]>("fingerprint", isRequired: false)
            .Add<byte[]>("payload")
            .Add<long>("sweep_at")
            .IndexBySubject(and: "id");
        sessions.HasKey("id").HasName(schema.Table + "_pkey");
        sessions.HasIndex(["sweep_at"], schema.Table + "_sweep");
        schema.Say(sessions, "StorageParameter:fillfactor", 80);
        schema.Say(sessions, "StorageParameter:autovacuum_vacuum_scale_factor", "0.05");
        if (schema.IsUnlogged) schema.Say(sessions, "UnloggedTable", true);
    }
}
