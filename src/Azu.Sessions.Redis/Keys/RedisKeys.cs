using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// The names of keys. What stands behind the prefix has another form for each kind, so that none is taken for another:
/// <code>
///   &lt;prefix&gt;0123456789abcdef0123456789abcdef    a session: its id
///   &lt;prefix&gt;subject:7i1R9rGAPzdzyr-OQ0gbMw      the sessions of one subject: 16 bytes of its digest
///   &lt;prefix&gt;index:7i1R9rGAPzdzyr-OQ0gbMw        the sessions with one value in one declared index
///   &lt;prefix&gt;nodes                               the nodes that keep copies
///   &lt;prefix&gt;probe:0123456789abcdef…            for a moment, at start-up on Garnet
/// </code>
/// A digest, because a subject may be long, may be secret, and may hold braces, which decide about the place of a key in a cluster.
/// </summary>
internal sealed class RedisKeys
{
    private const int IdLength = 2 * SessionId.Size;
    private const int DigestSize = 16;
    private const char EveryNode = 'z';

    /// <summary>How many hexadecimal digits name a node.</summary>
    public const int NodeLength = 16;

    private readonly byte[] _prefix;

    public RedisKeys(string prefix)
    {
        Prefix = prefix;
        _prefix = Encoding.UTF8.GetBytes(prefix);
    }

    public string Prefix { get; }

    /// <summary>What SCAN looks for: every key with the prefix. <see cref="TryReadSession"/> says whether it is a session.</summary>
    public string Pattern => Glob(Prefix) + "*";

    public RedisKey Session(SessionId id)
    {
        var key = GC.AllocateUninitializedArray<byte>(_prefix.Length + IdLength);
        _prefix.CopyTo(key, 0);
        Span<byte> bytes = stackalloc byte[SessionId.Size];
        id.WriteTo(bytes);
        Convert.TryToHexStringLower(bytes, key.AsSpan(_prefix.Length), out _);
        return key;
    }

    public bool TryReadSession(byte[] key, out SessionId id)
    {
        id = default;
        if (key.Length != _prefix.Length + IdLength || !key.AsSpan().StartsWith(_prefix)) return false;
        Span<char> text = stackalloc char[IdLength];
        return Encoding.ASCII.TryGetChars(key.AsSpan(_prefix.Length), text, out _) && SessionId.TryParse(text, null, out id);
    }

    public RedisKey Subject(string subject) => List("subject:", Encoding.UTF8.GetBytes(subject));

    public RedisKey Index(SessionIndexEntry entry)
    {
        var name = Encoding.UTF8.GetBytes(entry.Name);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, name.Length);
        return List("index:", [.. length, .. name, .. Encoding.UTF8.GetBytes(entry.Value)]);
    }

    public RedisKey Nodes => Prefix + "nodes";

    /// <summary>A key for a moment, which nothing else uses.</summary>
    public RedisKey NewProbe() => $"{Prefix}probe:{SessionId.New()}";

    /// <summary>The channel of announcements.</summary>
    public string Announcements => Channel(new string(EveryNode, NodeLength));

    /// <summary>The same as the client names it.</summary>
    public RedisChannel AnnouncementChannel => RedisChannel.Literal(Announcements);

    /// <summary>The channel on which one node hears itself.</summary>
    public string Channel(string node) => $"{Prefix}announce:{node}";

    /// <summary>
    /// A pattern that matches the channel of announcements and the one of this node, and no other that is in use. As one subscription both come
    /// over one connection, and so in order; two could be on two servers of a cluster.
    /// </summary>
    public string Channels(string node) => Glob(Channel("")) + string.Concat(node.Select(c => $"[{EveryNode}{c}]"));

    /// <summary>Text as a pattern that matches it and nothing else.</summary>
    public static string Glob(string text)
    {
        var pattern = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '*' or '?' or '[' or ']' or '\\' or '^') pattern.Append('\\');
            pattern.Append(c);
        }
        return pattern.ToString();
    }

    private RedisKey List(string kind, byte[] of) => Prefix + kind + Base64Url.EncodeToString(SHA256.HashData(of).AsSpan(0, DigestSize));
}
