using Npgsql;

namespace Azu.Sessions.Bench;

/// <summary>Connections on which a statement is prepared when it comes for the second time.</summary>
internal static class PreparedPostgres
{
    /// <param name="schema">Creates what is to be there.</param>
    /// <param name="isReset">Whether a connection from the pool is reset before its next use, as the driver does it by itself.</param>
    public static NpgsqlDataSource Open(string schema, bool isReset)
    {
        var builder = new NpgsqlDataSourceBuilder(StoreServers.Postgres);
        builder.ConnectionStringBuilder.MaxAutoPrepare = 10;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.NoResetOnClose = !isReset;
        var source = builder.Build();
        using var create = source.CreateCommand(schema);
        create.ExecuteNonQuery();
        return source;
    }
}
