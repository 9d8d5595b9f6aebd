using System.Data.Common;
using System.Security.Cryptography;
using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>
/// Announcements by LISTEN and NOTIFY, over a connection of its own.
/// <para>
/// Why an echo comes behind announcements: PostgreSQL puts the notifications of a transaction into one queue while it commits, one transaction at a
/// time, and gives them to each connection in the order of that queue. A write that is visible has its notification in the queue. An echo is a
/// notification too, and goes the way of the writes, over the store's other connections. So it comes back only while this node listens to the
/// very server that its writes go to. A standby takes no notification and no listener.
/// </para>
/// </summary>
internal sealed class PostgresBackplane : ISessionBackplane
{
    private const int NodeLength = 8;
    private const int MaxUnanswered = 4;

    private static readonly TimeSpan s_minPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_maxPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_deaf = TimeSpan.FromSeconds(2);

    private readonly PostgresAnnouncements _announcements;
    private readonly DatabaseLink _link;
    private readonly NpgsqlDataSource _dataSource;
    private readonly Func<CancellationToken, ValueTask> _prepareAsync;
    private readonly TimeProvider _time;
    private readonly string _echoes;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private IBackplaneListener? _listener;
    private PostgresListening? _listening;
    private Exception? _failure;
    private int _failures;
    private int _unanswered;
    private long _unansweredSince;
    private Task? _running;

    /// <param name="announcements">Names the channels.</param>
    /// <param name="link">The way of the store's writes, which echoes take too.</param>
    /// <param name="dataSource">Lends the connection that listens.</param>
    /// <param name="prepareAsync">Waits until the table is there, and it is known where writes announce.</param>
    /// <param name="time">Measures pauses.</param>
    public PostgresBackplane(PostgresAnnouncements announcements, DatabaseLink link, NpgsqlDataSource dataSource,
        Func<CancellationToken, ValueTask> prepareAsync, TimeProvider time)
    {
        (_announcements, _link, _dataSource, _prepareAsync, _time) = (announcements, link, dataSource, prepareAsync, time);
        _echoes = PostgresAnnouncements.EchoChannelOf(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NodeLength)));
    }

    public async ValueTask SubscribeAsync(IBackplaneListener listener, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _listener = listener;
        _running = Task.Run(() => ListenAsync(_stopping.Token), CancellationToken.None);
        await _tried.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask EchoAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_listening is null) throw new SessionStoreException($"This node does not listen to PostgreSQL at the moment, and tries again. " +
                $"{_failure?.Message}", _failure);
        }

        try
        {
            await _link.Connections.RunAsync(
                DatabaseAccess.Write, _link.Dialect.Options.CommandTimeout, (_echoes, Text: PostgresAnnouncements.Text(message.Span)),
                static (connection, echo) => NotifyAsync(connection, echo._echoes, echo.Text), cancellationToken);
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw StoreFailure.Of(_link.Dialect, e, null);
        }
        NoteSent();
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        _tried.TrySetCanceled();
        if (_running is not null) await _running;
    }

    // An echo need not be on the disk. A transaction that notifies keeps all others from doing so until its commit is through, and should be quick.
    private static async ValueTask<bool> NotifyAsync(StoreConnection connection, string channel, string text)
    {
        await using var command = connection.Command("SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channel });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        await command.ExecuteNonQueryAsync();
        return true;
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(stopping);
            }
            catch (NotSupportedException e)
            {
                // This does not pass by itself. At the start the subscriber is told; later the server has changed, and may change again.
                if (_tried.TrySetException(e)) return;
                Note(e);
            }
            catch (Exception e) when (e is DbException or TimeoutException or OperationCanceledException or InvalidOperationException or IOException
                or SessionStoreException)
            {
                Note(e);
            }

            _tried.TrySetResult();
            await PauseAsync(stopping);
        }
    }

    private async Task ListenOnceAsync(CancellationToken stopping)
    {
        await _prepareAsync(stopping);
        await using var listening = await PostgresListening.BeginAsync(_dataSource, [_announcements.Channel, _echoes], OnNotification, stopping);
        // No node has heard what was announced before.
        Turn(listening);
        try
        {
            _tried.TrySetResult();
            await listening.RunAsync(stopping);
        }
        finally
        {
            Turn(null);
        }
    }

    private void Turn(PostgresListening? listening)
    {
        lock (_lock) (_listening, _unanswered, _failures) = (listening, 0, 0);
        _listener!.Interrupted();
    }

    private void Note(Exception failure)
    {
        lock (_lock) (_failure, _failures) = (failure, _failures + 1);
    }

    private void OnNotification(string channel, string text)
    {
        if (_stopping.IsCancellationRequested) return;
        if (channel == _echoes) NoteAnswered();
        _listener!.Receive(PostgresAnnouncements.Message(text));
    }

    private void NoteAnswered()
    {
        lock (_lock) _unanswered = 0;
    }

    /// <summary>Where the server goes on taking echoes and none comes back, the connection that listens is dead, and its client was not told.</summary>
    private void NoteSent()
    {
        lock (_lock)
        {
            if (_unanswered++ == 0) _unansweredSince = _time.GetTimestamp();
            if (_unanswered > MaxUnanswered && _time.GetElapsedTime(_unansweredSince) > s_deaf) _listening?.GiveUp();
        }
    }

    /// <summary>Longer with each failure, and never the same for two nodes: all of them have lost the server at the same moment.</summary>
    private async Task PauseAsync(CancellationToken stopping)
    {
        var longest = Math.Min(s_maxPause.TotalMilliseconds, s_minPause.TotalMilliseconds * Math.Pow(2, _failures));
        var pause = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)longest / 2, (int)longest + 1));
        await Task.Delay(pause, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
