using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>A piece of work, which can be stopped once it has a connection.</summary>
internal sealed class DatabaseWork<TState, T>(TState state, Func<StoreConnection, TState, ValueTask<T>> work, TimeSpan timeout)
{
    private volatile StoreConnection? _connection;
    private volatile bool _isCancelled;

    /// <param name="connection">Used by nothing else at the time.</param>
    /// <param name="more">How long after its time is over a statement ends by itself, if nothing has stopped it.</param>
    /// <param name="compiled">The commands that the connection keeps; null: it keeps none.</param>
    /// <exception cref="TimeoutException">It was stopped before it began; so it never does.</exception>
    public ValueTask<T> RunAsync(DbConnection connection, TimeSpan more, CompiledCommands? compiled = null)
    {
        _connection = new(connection, timeout + more, compiled);
        if (_isCancelled) throw new TimeoutException("Waiting for a connection took too long.");
        return work(_connection, state);
    }

    public void Cancel()
    {
        _isCancelled = true;
        _connection?.Cancel();
    }
}
