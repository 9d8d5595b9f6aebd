using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>A piece of work, which can be stopped once it has a connection.</summary>
internal sealed class DatabaseWork<TState, T>(TState state, Func<StoreConnection, TState, ValueTask<T>> work, TimeSpan timeout)
{
    private volatile StoreConnection? _connection;

    /// <param name="connection">Nobody else uses it meanwhile.</param>
    /// <param name="more">How long after its time is over a statement ends by itself, if nobody has stopped it.</param>
    public ValueTask<T> RunAsync(DbConnection connection, TimeSpan more) => work(_connection = new(connection, timeout + more), state);

    public void Cancel() => _connection?.Cancel();
}
