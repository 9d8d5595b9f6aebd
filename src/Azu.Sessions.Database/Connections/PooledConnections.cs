using System.Data.Common;
using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>Connections from the pool of a data source, one for each piece of work, held no longer than that.</summary>
internal sealed class PooledConnections(DbDataSource dataSource, bool isOwner) : DatabaseConnections
{
    /// <summary>The data source, where it is PostgreSQL's.</summary>
    public NpgsqlDataSource? Npgsql => dataSource as NpgsqlDataSource;

    public override ValueTask DisposeAsync() => isOwner ? dataSource.DisposeAsync() : default;

    protected override async ValueTask<T> BeginAsync<TState, T>(DatabaseAccess access, DatabaseWork<TState, T> work, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return await work.RunAsync(connection, (2 * TimeSpan.FromSeconds(connection.ConnectionTimeout)) + TimeSpan.FromSeconds(1));
    }
}
