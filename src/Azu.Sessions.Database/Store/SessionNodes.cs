using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Azu.Sessions.Database;

/// <summary>The table of the nodes that keep copies, on a connection that it is given.</summary>
internal sealed class SessionNodes(Dialect dialect)
{
    // What has ended by one node's clock may not have ended by another's. So it stays a while.
    private const long KeptTicks = TimeSpan.TicksPerDay;

    public async ValueTask<bool> NoteAsync(StoreConnection connection, string node, TimeSpan lag, TimeSpan lifetime, long now)
    {
        await connection.RunAsync(dialect, dialect.NoteNode, command =>
        {
            // A digest, because an index takes no text of any length.
            dialect.AddBytes(command, SHA256.HashData(MemoryMarshal.AsBytes(node.AsSpan())));
            dialect.AddText(command, StoredText.Display(node));
            dialect.AddNumber(command, InWholeMilliseconds(lag.Ticks));
            dialect.AddNumber(command, Math.Min(lifetime.Ticks, DateTimeOffset.MaxValue.UtcTicks - now) + now);
            dialect.AddNumber(command, now - KeptTicks);
        }, static _ => true, null);
        return true;
    }

    public async ValueTask<TimeSpan?> FindLongestLagAsync(StoreConnection connection, long now)
    {
        await using var command = connection.Command(dialect.LongestLag);
        dialect.AddNumber(command, now);
        await dialect.PrepareAsync(command);
        return await command.ExecuteScalarAsync() is long ticks ? new TimeSpan(ticks) : null;
    }

    private static long InWholeMilliseconds(long ticks) => (ticks % TimeSpan.TicksPerMillisecond) switch
    {
        > 0 and var rest when ticks <= long.MaxValue - TimeSpan.TicksPerMillisecond => ticks - rest + TimeSpan.TicksPerMillisecond,
        _ => ticks,
    };
}
