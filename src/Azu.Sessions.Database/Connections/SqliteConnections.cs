using System.Data.Common;

namespace Azu.Sessions.Database;

/// <summary>
/// SQLite's calls block, for as long as they wait for a lock, and whatever they are called. So they run on threads of their own: one that writes,
/// since there is one writer anyway, and a few that read, which a writer does not disturb (write-ahead log).
/// </summary>
internal sealed class SqliteConnections : DatabaseConnections
{
    private readonly DbDataSource _dataSource;
    private readonly bool _isOwner;
    private readonly SqliteThreads _readers;
    private readonly SqliteThreads _writer;

    public SqliteConnections(DbDataSource dataSource, bool isOwner, TimeSpan timeout)
    {
        (_dataSource, _isOwner) = (dataSource, isOwner);
        _writer = new(1, isWriting: true, () => SqliteConnection.Open(dataSource, timeout));
        _readers = new(Math.Clamp(Environment.ProcessorCount, 1, 4), isWriting: false, () => SqliteConnection.Open(dataSource, timeout));
    }

    public override async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
        if (_isOwner) await _dataSource.DisposeAsync();
    }

    protected override ValueTask<T> BeginAsync<TState, T>(DatabaseAccess access, DatabaseWork<TState, T> work, CancellationToken cancellationToken) =>
        new((access == DatabaseAccess.Write ? _writer : _readers).RunAsync(
            (connection, compiled) => work.RunAsync(connection, TimeSpan.Zero, compiled), cancellationToken));
}
