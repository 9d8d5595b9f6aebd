namespace Azu.Sessions.Database;

/// <summary>The table of the nodes that keep copies, on a connection that it is given.</summary>
internal sealed class SessionNodes(Dialect dialect)
{
    private readonly NoteNodeStatement _note = new(dialect);
    private readonly FindLagStatement _findLag = new(dialect);

    public async ValueTask<bool> NoteAsync(StoreConnection connection, string node, TimeSpan lag, TimeSpan lifetime, long now)
    {
        await connection.RunAsync(dialect, _note.Row, new(node, lag, lifetime, now), static _ => true);
        return true;
    }

    public async ValueTask<TimeSpan?> FindLongestLagAsync(StoreConnection connection, long now)
    {
        var command = connection.Command(dialect, _findLag.Longest, now);
        await dialect.PrepareAsync(command);
        return await command.ExecuteScalarAsync() is long ticks ? new TimeSpan(ticks) : null;
    }
}
