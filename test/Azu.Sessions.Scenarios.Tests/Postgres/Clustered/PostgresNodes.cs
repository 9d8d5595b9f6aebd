using System.Globalization;

namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>Nodes whose store is PostgreSQL.</summary>
internal static class PostgresNodes
{
    /// <summary>A connection text through a port: the server's, or a proxy's. Attempts to connect are given up soon.</summary>
    public static string Through(this PostgresServer server, int? port = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{server.Connection};Port={port ?? server.Port};Timeout=2");

    extension(ClusterNodes)
    {
        /// <summary>Starts a node for each connection text, and waits until all may use copies.</summary>
        public static Task<ClusterNodes> StartAsync(params string[] connections) =>
            ClusterNodes.StartAsync(connections.Select(connection =>
                (Action<AzuSessionsBuilder<Visitor>>)(b =>
                    b.UseDatabaseStore(connection, d => d.MigrateOnStart = true).WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5)))));
    }
}
