using Npgsql;

namespace Azu.Sessions.Bench;

/// <summary>Connections on which a statement is prepared when it comes for the second time.</summary>
internal static class PreparedPostgres
{
    /// <param name="schema">Creates what is to be there.</param>
    public static NpgsqlDataSource Open(string schema)
    {
        var builder = new NpgsqlDataSourceBuilder(StoreServers.Postgres);
        builder.ConnectionStringBuilder.MaxAutoPrepare = 10;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        var source = builder.Build();
        using var create = source.CreateCommand(schema);
        create.ExecuteNonQuery();
        return source;
    }
}
