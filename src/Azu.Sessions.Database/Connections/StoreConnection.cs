using System.Data;
using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>A connection while it works for one operation of a store.</summary>
/// <param name="connection">Used by nothing else at the time.</param>
/// <param name="timeout">After which a statement ends by itself.</param>
/// <param name="compiled">The commands that the connection keeps; null: the driver keeps compiled statements itself.</param>
internal sealed class StoreConnection(DbConnection connection, TimeSpan timeout, CompiledCommands? compiled = null)
{
    private volatile DbCommand? _running;

    /// <summary>A command of the caller's; with it the one before is over.</summary>
    public DbCommand Command(string sql, DbTransaction? transaction = null)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return _running = Ready(command, transaction);
    }

    /// <summary>
    /// A command for a text that runs again and again, without parameters; with it the one before is over. It is the connection's: the caller does not dispose
    /// of it. One that is kept is not stopped from outside, because by then it may run for other work. It ends at its timeout.
    /// </summary>
    public DbCommand Statement(string sql, DbTransaction? transaction = null) =>
        compiled is null ? Command(sql, transaction) : Ready(compiled.Of(sql, connection), transaction);

    public ValueTask<DbTransaction> BeginTransactionAsync() => connection.BeginTransactionAsync();

    public ValueTask<DbTransaction> BeginTransactionAsync(IsolationLevel level) => connection.BeginTransactionAsync(level);

    /// <summary>
    /// Stops the running command, whatever waits for it. Npgsql asks the server to do so over a second connection. It blocks the thread until the
    /// server has answered, or the second connection has timed out too. So this runs on a thread of its own.
    /// </summary>
    public void Cancel() => _ = Task.Factory.StartNew(static running =>
    {
        try
        {
            ((StoreConnection)running!)._running?.Cancel();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // It has ended meanwhile, in one way or the other.
        }
    }, this, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private DbCommand Ready(DbCommand command, DbTransaction? transaction)
    {
        command.Transaction = transaction;
        command.CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds);
        return command;
    }
}
