using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>Lends a connection to what wants to ask the database.</summary>
internal abstract class DatabaseConnections : IAsyncDisposable
{
    /// <summary>
    /// Runs <paramref name="work"/> with a connection that nobody else uses meanwhile. Cancelled before it has begun, it never does; once it has, it runs to
    /// its end, or to the timeout of its command, and only the caller stops waiting. Cancelling a statement within the database means asking it by a second
    /// connection and waiting for the answer, which takes longest where waiting was to be avoided.
    /// </summary>
    public async ValueTask<T> RunAsync<TState, T>(
        DatabaseAccess access, TState state, Func<DbConnection, TState, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var running = BeginAsync(access, state, work, cancellationToken);
        if (running.IsCompleted || !cancellationToken.CanBeCanceled) return await running;
        var task = running.AsTask();
        try
        {
            return await task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (task.IsCompletedSuccessfully) return task.Result; // it came at the last moment
            _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    protected abstract ValueTask<T> BeginAsync<TState, T>(
        DatabaseAccess access, TState state, Func<DbConnection, TState, ValueTask<T>> work, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

/// <summary>What a piece of work does: SQLite has any number of readers and one writer.</summary>
internal enum DatabaseAccess
{
    Read,
    Write,
}
