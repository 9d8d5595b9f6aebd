using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// Writes and reads what nodes tell each other: which session changed, never what is in it.
/// <code>
///  0   1  format      0x01
///  1   1  kind        1 updated, 2 removed, 3 echo
///  2   4  key id      first 4 bytes of SHA-256("azu.kid.v1" ‖ root key)
///  6   8  node        random
/// 14   8  moment      of the writer's monotonic clock; of an echo its number
/// 22  16  session id  (1, 2)
/// 38   8  version     (1)
///  ..  16  MAC         HMAC-SHA256(K_backplane, L(application) ‖ L(cookie name) ‖ all before), first 16 bytes
/// </code>
/// Everything is big-endian. The session id keeps its place in every later format. A message that is repeated says nothing new: an old version
/// supersedes no copy, a session that is gone stays gone,
/// and an echo counts once.
/// </summary>
internal sealed class ClusterMessages : ISessionAnnouncer
{
    private const byte Format = 0x01;
    private const int KindAt = 1, KeyIdAt = 2, NodeAt = 6, MomentAt = 14, IdAt = 22, VersionAt = 38;
    private const int MacLength = 16;

    private readonly KeyRing _keys;
    private readonly byte[] _context;
    private readonly TimeProvider _time;

    public ClusterMessages(KeyRing keys, string applicationName, string cookieName, TimeProvider time)
    {
        (_keys, _time) = (keys, time);
        _context = [.. LengthPrefix.Of(applicationName), .. LengthPrefix.Of(cookieName)];
        Span<byte> node = stackalloc byte[sizeof(ulong)];
        RandomBlock.Fill(node);
        Node = BinaryPrimitives.ReadUInt64BigEndian(node);
    }

    /// <summary>The name of this node in its own messages.</summary>
    public ulong Node { get; }

    public byte[] Updated(SessionId id, long version) => Write(ClusterMessageKind.Updated, _time.GetTimestamp(), id, version);

    public byte[] Removed(SessionId id) => Write(ClusterMessageKind.Removed, _time.GetTimestamp(), id, 0);

    public byte[] Echo(long number) => Write(ClusterMessageKind.Echo, number, default, 0);

    /// <summary>
    /// Checks, in this order: length, format and kind, key id, MAC. Of a message that does not verify <paramref name="message"/> has the id alone:
    /// the bytes at the place of the session id. An echo has none.
    /// </summary>
    public ClusterMessageReading Read(ReadOnlySpan<byte> bytes, out ClusterMessage message)
    {
        var isOfThisFormat = bytes.Length > KindAt && bytes[0] == Format;
        var kind = isOfThisFormat ? (ClusterMessageKind)bytes[KindAt] : ClusterMessageKind.None;
        message = kind == ClusterMessageKind.Echo || bytes.Length < VersionAt
            ? default
            : default(ClusterMessage) with { Id = new(bytes.Slice(IdAt, SessionId.Size)) };
        var length = LengthOf(kind);
        if (length == 0 || bytes.Length != length + MacLength) return ClusterMessageReading.Malformed;
        if (!_keys.TryFind(BinaryPrimitives.ReadUInt32BigEndian(bytes[KeyIdAt..]), out var key)) return ClusterMessageReading.UnknownKey;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.BackplaneMac(_context, bytes[..length], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac[..MacLength], bytes[length..])) return ClusterMessageReading.Forged;

        message = message with
        {
            Kind = kind,
            Node = BinaryPrimitives.ReadUInt64BigEndian(bytes[NodeAt..]),
            Moment = BinaryPrimitives.ReadInt64BigEndian(bytes[MomentAt..]),
            Version = length > VersionAt ? BinaryPrimitives.ReadInt64BigEndian(bytes[VersionAt..]) : 0,
        };
        return ClusterMessageReading.Valid;
    }

    private byte[] Write(ClusterMessageKind kind, long moment, SessionId id, long version)
    {
        var length = LengthOf(kind);
        var bytes = new byte[length + MacLength];
        var key = _keys.Active; // once: the ring may turn meanwhile
        bytes[0] = Format;
        bytes[KindAt] = (byte)kind;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(KeyIdAt), key.Id);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(NodeAt), Node);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(MomentAt), moment);
        if (length > IdAt) id.WriteTo(bytes.AsSpan(IdAt));
        if (length > VersionAt) BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(VersionAt), version);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.BackplaneMac(_context, bytes.AsSpan(0, length), mac);
        mac[..MacLength].CopyTo(bytes.AsSpan(length));
        return bytes;
    }

    /// <summary>How long a message of a kind is without its MAC; 0 for what is no kind.</summary>
    private static int LengthOf(ClusterMessageKind kind) => kind switch
    {
        ClusterMessageKind.Updated => VersionAt + sizeof(long),
        ClusterMessageKind.Removed => IdAt + SessionId.Size,
        ClusterMessageKind.Echo => IdAt,
        _ => 0,
    };
}
