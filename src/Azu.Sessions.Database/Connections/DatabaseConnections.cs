using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Lends a connection to what wants to ask the database.</summary>
internal abstract class DatabaseConnections : IAsyncDisposable
{
    /// <summary>
    /// Runs <paramref name="work"/> with a connection that nobody else uses meanwhile. Cancelled before it has begun, it never does.
    /// </summary>
    public abstract ValueTask<T> RunAsync<TState, T>(
        DatabaseAccess access, TState state, Func<DbConnection, TState, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

/// <summary>What a piece of work does: SQLite has any number of readers and one writer.</summary>
internal enum DatabaseAccess
{
    Read,
    Write,
}
