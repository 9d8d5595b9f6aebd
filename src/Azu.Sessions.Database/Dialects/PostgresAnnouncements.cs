using System.Security.Cryptography;
using System.Text;

namespace Azu.Sessions.Database;

/// <summary>What a write says to all nodes, and on which channel. Nothing, until a node asks for announcements.</summary>
internal sealed class PostgresAnnouncements(TableNames names)
{
    private const int DigestLength = 8;

    private ISessionAnnouncer? _announcer;
    private volatile string? _channel = names.Schema is { } schema ? ChannelOf(schema, names.Table) : null;

    public bool IsOn => _announcer is not null;

    /// <summary>Where writes announce: the same for each process that works on this table, however its options name the table.</summary>
    /// <exception cref="InvalidOperationException">The schema is not known yet.</exception>
    public string Channel => _channel ?? throw new InvalidOperationException("The schema of the table is not known yet.");

    /// <summary>Whether it is known where writes announce. Without a schema in the options the search path decides which table it is.</summary>
    public bool IsPlaced => _channel is not null;

    /// <summary>Where the echoes of one node go. Only that node listens there.</summary>
    public static string EchoChannelOf(string node) => $"azu_echo_{node}";

    /// <summary>One more column of what a statement returns for each row that it has changed: it sends the message.</summary>
    public string Column(string message) => $", pg_notify('{Channel}', {message})";

    /// <summary>A statement that sends all messages of an array.</summary>
    public string SendAll(string messages) => $"SELECT pg_notify('{Channel}', message) FROM unnest({messages}) AS message";

    public string Updated(SessionId id, long version) => Text(_announcer!.Updated(id, version));

    public string Removed(SessionId id) => Text(_announcer!.Removed(id));

    /// <summary>Says in which schema the table is.</summary>
    public void Place(string schema) => _channel = ChannelOf(schema, names.Table);

    /// <exception cref="InvalidOperationException">Another engine has it announce.</exception>
    public void Begin(ISessionAnnouncer announcer)
    {
        ArgumentNullException.ThrowIfNull(announcer);
        if (Interlocked.CompareExchange(ref _announcer, announcer, null) is not null)
            throw new InvalidOperationException("This store announces already: two session types cannot share one store object.");
    }

    /// <summary>A message as a notification takes it: text, of up to 8000 bytes.</summary>
    public static string Text(ReadOnlySpan<byte> message) => Convert.ToBase64String(message);

    /// <summary>The message in a notification; what is none comes as it is, and the listener says so.</summary>
    public static byte[] Message(string text)
    {
        var message = new byte[text.Length];
        return Convert.TryFromBase64String(text, message, out var length) ? message[..length] : Encoding.UTF8.GetBytes(text);
    }

    // All applications share the channels of a database, and a name has 63 bytes at most: so it is a digest. Hexadecimal digits need no quotes.
    private static string ChannelOf(string schema, string table) =>
        $"azu_announce_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"azu.sessions.announce\0{schema}\0{table}"))[..DigestLength])}";
}
