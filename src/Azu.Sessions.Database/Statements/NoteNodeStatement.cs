using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Azu.Sessions.Database;

/// <summary>Notes a node that keeps copies, and forgets nodes that no node asks for any more.</summary>
internal sealed class NoteNodeStatement(Dialect dialect)
{
    // What has ended by one node's clock may not have ended by another's. So it stays a while.
    private const long KeptTicks = TimeSpan.TicksPerDay;

    // A digest, because an index takes no text of any length.
    private static readonly SqlParameter<Given> s_id = static (to, command, in g) =>
        to.AddBytes(command, SHA256.HashData(MemoryMarshal.AsBytes(g.Node.AsSpan())));
    private static readonly SqlParameter<Given> s_name = static (to, command, in g) => to.AddText(command, StoredText.Display(g.Node));
    private static readonly SqlParameter<Given> s_lag = static (to, command, in g) => to.AddNumber(command, InWholeMilliseconds(g.Lag.Ticks));
    private static readonly SqlParameter<Given> s_endsAt = static (to, command, in g) =>
        to.AddNumber(command, Math.Min(g.Lifetime.Ticks, DateTimeOffset.MaxValue.UtcTicks - g.Now) + g.Now);
    private static readonly SqlParameter<Given> s_forgotten = static (to, command, in g) => to.AddNumber(command, g.Now - KeptTicks);

    public SqlScript<Given> Row { get; } = new(
        new(p => $"INSERT INTO {dialect.Names.Nodes} (id, name, lag, ends_at) VALUES ({p[s_id]}, {p[s_name]}, {p[s_lag]}, {p[s_endsAt]}) " +
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, lag = excluded.lag, ends_at = excluded.ends_at RETURNING id"),
        null, new SqlStatement<Given>(p => $"DELETE FROM {dialect.Names.Nodes} WHERE ends_at < {p[s_forgotten]}"));

    private static long InWholeMilliseconds(long ticks) => (ticks % TimeSpan.TicksPerMillisecond) switch
    {
        > 0 and var rest when ticks <= long.MaxValue - TimeSpan.TicksPerMillisecond => ticks - rest + TimeSpan.TicksPerMillisecond,
        _ => ticks,
    };

    /// <param name="Node">The name of the node.</param>
    /// <param name="Lag">How long it may admit a session that was revoked elsewhere.</param>
    /// <param name="Lifetime">How long the note counts.</param>
    /// <param name="Now">The time of the event.</param>
    public readonly record struct Given(string Node, TimeSpan Lag, TimeSpan Lifetime, long Now);
}
