using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Connections from the pool of a data source, one for each piece of work, held no longer than that.</summary>
internal sealed class PooledConnections(DbDataSource dataSource, bool isOwner) : DatabaseConnections
{
    public override async ValueTask<T> RunAsync<TState, T>(
        DatabaseAccess access, TState state, Func<DbConnection, TState, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await work(connection, state, cancellationToken);
    }

    public override ValueTask DisposeAsync() => isOwner ? dataSource.DisposeAsync() : default;
}
