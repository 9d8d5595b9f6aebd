using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>
/// Finds out whether a connection keeps its process of the server. A pooler in transaction or statement mode (PgBouncer) lends the process to
/// another client after each transaction. LISTEN stays with the process, so its notifications are lost or reach another client.
/// </summary>
internal static class PostgresPooler
{
    private const int Looks = 3;

    /// <param name="own">The connection that is to listen.</param>
    /// <param name="dataSource">Where another one comes from, by the same way.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotSupportedException">It does not.</exception>
    public static async Task EnsureOwnProcessAsync(NpgsqlConnection own, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var process = await ProcessAsync(own, cancellationToken);
        // What the connection was told when it began. A pooler tells something of its own, in every mode.
        if (process == own.ProcessID) return;
        for (var look = 0; look < Looks; look++)
        {
            // Two connections that are open at the same time have the same process, or one has two: both only where it is lent.
            await using var other = await dataSource.OpenConnectionAsync(cancellationToken);
            if (await ProcessAsync(other, cancellationToken) == process || await ProcessAsync(own, cancellationToken) != process)
            {
                throw new NotSupportedException(
                    "Between this node and PostgreSQL stands a pooler that hands connections to others after each transaction (PgBouncer with pool_mode = " +
                        "transaction, or statement). " +
                    "Notifications do not arrive through it, so this node keeps no copies of sessions. Give the sessions a way past the pooler, or one " +
                        "with pool_mode = session; or use UseDatabaseStore, which needs none.");
            }
        }
    }

    private static async Task<int> ProcessAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
