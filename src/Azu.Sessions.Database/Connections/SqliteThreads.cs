using System.Collections.Concurrent;
using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>A few threads, each with a connection of its own, that work off one queue. They start with the first work.</summary>
internal sealed class SqliteThreads(int count, bool isWriting, Func<DbConnection> open) : IAsyncDisposable
{
    private readonly BlockingCollection<Action<Worker>> _queue = [];
    private readonly Lock _starting = new();
    private Task[]? _threads;

    public Task<T> RunAsync<T>(Func<DbConnection, CompiledCommands, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        EnsureStarted();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _queue.Add(worker => Run(worker, work, done, cancellationToken), cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            throw new SessionStoreException("The session store is closed.", e);
        }
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        if (_threads is { } threads) await Task.WhenAll(threads);
        _queue.Dispose();
    }

    private void EnsureStarted()
    {
        if (_threads is not null) return;
        lock (_starting)
        {
            _threads ??= [.. Enumerable.Range(0, count).Select(_ =>
                Task.Factory.StartNew(WorkOff, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        }
    }

    private void WorkOff()
    {
        using var worker = new Worker(isWriting, open);
        foreach (var work in _queue.GetConsumingEnumerable()) work(worker);
    }

    private static void Run<T>(
        Worker worker, Func<DbConnection, CompiledCommands, ValueTask<T>> work, TaskCompletionSource<T> done, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.SetCanceled(cancellationToken);
            return;
        }
        try
        {
            done.SetResult(worker.Run(work));
        }
        catch (OperationCanceledException e)
        {
            done.SetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            // A connection on which something failed is not used again.
            worker.Close();
            done.SetException(e);
        }
    }

    private sealed class Worker(bool isWriting, Func<DbConnection> open) : IDisposable
    {
        private readonly CompiledCommands _compiled = new();
        private DbConnection? _connection;
        private SemaphoreSlim? _turn;

        // Whatever its methods are called, the provider is done when they return; and this thread is there to wait.
        public T Run<T>(Func<DbConnection, CompiledCommands, ValueTask<T>> work)
        {
            var connection = _connection ??= open();
            if (!isWriting) return work(connection, _compiled).AsTask().GetAwaiter().GetResult();
            _turn ??= SqliteWriteLock.Of(connection.DataSource);
            // Callers that wait asynchronously are served in their order.
            _turn.WaitAsync().GetAwaiter().GetResult();
            try
            {
                return work(connection, _compiled).AsTask().GetAwaiter().GetResult();
            }
            finally
            {
                _turn.Release();
            }
        }

        public void Close()
        {
            _compiled.Clear();
            _connection?.Dispose();
            _connection = null;
        }

        public void Dispose() => Close();
    }
}
