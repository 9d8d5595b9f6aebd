using Microsoft.EntityFrameworkCore;

namespace Azu.Sessions.EntityFrameworkCore;

/// <summary>The table of the nodes that keep copies of sessions. Where the tables are unlogged, it is not: it is small and seldom written.</summary>
internal static class NodesModel
{
    private const string Suffix = "_nodes";

    public static void Add(ModelBuilder model, ModelSchema schema)
    {
        var nodes = schema.Entity(model, Suffix);
        new Columns(nodes, schema)
            .Add<byte[]>("id")
            .AddText("name", isRequired: true)
            .Add<long>("lag")
            .Add<long>("ends_at");
        nodes.HasKey("id").HasName(schema.Table + Suffix + "_pkey");
    }
}
