using System.Security.Cryptography;
using System.Text;

namespace Azu.Sessions.Database;

/// <summary>What a write says to all nodes, and on which channel. Nothing, until somebody wants to hear it.</summary>
internal sealed class PostgresAnnouncements(TableNames names)
{
    private const int DigestLength = 8;

    // Channels are shared by all who use the database, and a name has 63 bytes at most; so it is made of a digest. Hexadecimal, so nothing in it
    // needs quoting.
    private readonly string _place = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"azu.sessions.announce\0{names.Schema}\0{names.Table}"))[..DigestLength]);

    private ISessionAnnouncer? _announcer;

    public bool IsOn => _announcer is not null;

    /// <summary>Where writes announce.</summary>
    public string Channel => $"azu_announce_{_place}";

    /// <summary>Where the echoes of one node go, and nobody else listens.</summary>
    public string ChannelOf(string node) => $"azu_echo_{_place}_{node}";

    public string Updated(SessionId id, long version) => Text(_announcer!.Updated(id, version));

    public string Removed(SessionId id) => Text(_announcer!.Removed(id));

    /// <exception cref="InvalidOperationException">Somebody else has it announce.</exception>
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
}
