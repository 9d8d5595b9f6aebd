using System.Data.Common;
using Npgsql;

namespace Azu.Sessions.Database;

/// <summary>One connection that listens, from its beginning to its end.</summary>
internal sealed class PostgresListening : IAsyncDisposable
{
    // What does not answer in this time is given up, and not handed to anybody else.
    private const int SecondsToEnd = 2;

    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _givenUp = new();

    private PostgresListening(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Connects, and listens from when this returns.</summary>
    /// <param name="dataSource">Lends the connection. It goes back when it no longer listens, and only if it is sound.</param>
    /// <param name="channels">What to listen to.</param>
    /// <param name="receive">Gets what arrives, one after the other, in order; must not throw.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotSupportedException">This is no connection that can listen; the message says why.</exception>
    /// <exception cref="NpgsqlException">The server failed, or is a standby: those take no listener.</exception>
    public static async Task<PostgresListening> BeginAsync(
        NpgsqlDataSource dataSource, IEnumerable<string> channels, Action<string, string> receive, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var listening = new PostgresListening(connection);
        try
        {
            if (new NpgsqlConnectionStringBuilder(connection.ConnectionString).Multiplexing)
                throw new NotSupportedException("The data source has Multiplexing on, and its connections cannot listen. Switch it off, or give the " +
                    "sessions a data source of their own.");
            await PostgresPooler.EnsureOwnProcessAsync(connection, dataSource, cancellationToken);
            connection.Notification += (_, notification) => receive(notification.Channel, notification.Payload);
            await listening.ExecuteAsync(string.Concat(channels.Select(channel => $"LISTEN {channel};")), cancellationToken);
            return listening;
        }
        catch
        {
            await listening.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings what arrives, until the connection fails, is given up, or the node stops.</summary>
    /// <exception cref="NpgsqlException">The connection has failed.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, _givenUp.Token);
        while (true) await _connection.WaitAsync(end.Token);
    }

    /// <summary>Nothing waits for it any longer.</summary>
    public void GiveUp() => _givenUp.Cancel();

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The next user of the connection must not hear this.
            await ExecuteAsync("UNLISTEN *", CancellationToken.None);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or OperationCanceledException)
        {
            // Npgsql closes what has failed, and lends it to no caller.
        }
        await _connection.DisposeAsync();
        _givenUp.Dispose();
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = SecondsToEnd };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
