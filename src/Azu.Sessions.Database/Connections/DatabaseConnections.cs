namespace Azu.Sessions.Database;

/// <summary>Lends a connection to what wants to ask the database.</summary>
internal abstract class DatabaseConnections : IAsyncDisposable
{
    /// <summary>
    /// Runs <paramref name="work"/> with a connection that nothing else uses at the time. If it is cancelled before it has begun, it never begins.
    /// After that a cancellation, or the end of its time, only ends the wait of the caller. Work that is left behind is stopped when its time is over.
    /// </summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    public async ValueTask<T> RunAsync<TState, T>(
        DatabaseAccess access, TimeSpan timeout, TState state, Func<StoreConnection, TState, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var task = new DatabaseWork<TState, T>(state, work, timeout);
        var running = BeginAsync(access, task, cancellationToken);
        if (running.IsCompleted) return await running;
        var answer = running.AsTask();
        try
        {
            return await answer.WaitAsync(timeout, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            if (answer.IsCompletedSuccessfully) return answer.Result; // it came at the last moment
            if (!answer.IsCompleted) _ = LeaveAsync(answer, task, e is TimeoutException ? TimeSpan.Zero : timeout);
            throw;
        }
    }

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask<T> BeginAsync<TState, T>(DatabaseAccess access, DatabaseWork<TState, T> work, CancellationToken cancellationToken);

    private static async Task LeaveAsync<TState, T>(Task<T> answer, DatabaseWork<TState, T> work, TimeSpan timeout)
    {
        try
        {
            await answer.WaitAsync(timeout);
        }
        catch (TimeoutException) when (!answer.IsCompleted)
        {
            work.Cancel();
            _ = answer.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (Exception e) when (answer.IsFaulted || e is OperationCanceledException)
        {
            // Nothing waits for this answer any more.
        }
    }
}

/// <summary>What a piece of work does: SQLite has any number of readers and one writer.</summary>
internal enum DatabaseAccess
{
    Read,
    Write,
}
