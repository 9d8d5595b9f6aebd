using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>
/// A <see cref="SessionRecord"/> as one block of bytes: what stores and caches hold instead of live objects.
/// </summary>
/// <remarks>
/// Everything is little-endian, times are UTC ticks. What a store looks at without unpacking stands at a fixed offset.
/// <code>
///   0   1  format        0x01
///   1   2  parts         which of the optional parts follow the header
///   3   4  length        of the whole block, so that a torn one is noticed
///   7   4  generation
///  11   8  version
///  19   8  write id
///  27  16  id
///  43  32  digest of the secret
///  75   8  created
///  83   8  last seen
///  91   8  expires
///  ── optional, in this order ──
///  99   8  absolute expiry                     bit 0    first, so that its offset is fixed too
///      32  digest of the previous secret       bit 1
///       8  rotated at                          bit 2
///       8  authenticated at                    bit 3
///    text  subject                             bit 4
///     4+n  indexes: count, (name, value) texts bit 5
///          client                              bit 6
///    text    address                           bit 7
///    text    user agent                        bit 8
///     4+n  fingerprint                         bit 9
///  ── then ──
///       n  payload, to the end                                              text: 4 bytes of length, UTF-8
/// </code>
/// </remarks>
public static class SessionRecordFormat
{
    private const byte Format = 0x01;

    private const int PartsAt = 1;
    private const int LengthAt = 3;
    private const int GenerationAt = 7;
    private const int VersionAt = 11;
    private const int WriteIdAt = 19;
    private const int IdAt = 27;
    private const int SecretHashAt = 43;
    private const int CreatedAt = 75;
    private const int LastSeenAt = 83;
    private const int ExpiresAt = 91;
    private const int HeaderSize = 99;
    private const int AbsoluteExpiryAt = HeaderSize;

    [Flags]
    private enum Parts : ushort
    {
        None = 0,
        AbsoluteExpiry = 1 << 0,
        PreviousSecret = 1 << 1,
        RotatedAt = 1 << 2,
        AuthenticatedAt = 1 << 3,
        Subject = 1 << 4,
        Indexes = 1 << 5,
        Client = 1 << 6,
        ClientAddress = 1 << 7,
        ClientUserAgent = 1 << 8,
        Fingerprint = 1 << 9,
        All = (1 << 10) - 1,
    }

    /// <summary>The record as one new block of bytes.</summary>
    /// <exception cref="ArgumentException">The subject or an index entry is no valid text (it holds half a surrogate pair).</exception>
    public static byte[] Pack(SessionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var parts = PartsOf(record);
        var packed = GC.AllocateUninitializedArray<byte>(SizeOf(record, parts));

        var header = packed.AsSpan(0, HeaderSize);
        header[0] = Format;
        BinaryPrimitives.WriteUInt16LittleEndian(header[PartsAt..], (ushort)parts);
        BinaryPrimitives.WriteInt32LittleEndian(header[LengthAt..], packed.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[GenerationAt..], record.Generation);
        BinaryPrimitives.WriteInt64LittleEndian(header[VersionAt..], record.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(header[WriteIdAt..], record.WriteId);
        record.Id.WriteTo(header[IdAt..]);
        record.SecretHash.WriteTo(header[SecretHashAt..]);
        WriteTicks(header, CreatedAt, record.CreatedAt);
        WriteTicks(header, LastSeenAt, record.LastSeenAt);
        WriteTicks(header, ExpiresAt, record.ExpiresAt);

        var rest = new PackedWriter(packed.AsSpan(HeaderSize));
        if (record.AbsoluteExpiresAt is { } end) rest.Write(end);
        if (record.PreviousSecretHash is { } previous) rest.Write(previous);
        if (record.RotatedAt is { } rotatedAt) rest.Write(rotatedAt);
        if (record.AuthenticatedAt is { } authenticatedAt) rest.Write(authenticatedAt);
        if (record.Subject is { } subject) rest.Write(subject);
        if (record.Indexes.Count > 0) rest.Write(record.Indexes);
        if (record.Client?.Address is { } address) rest.WriteForDisplay(address);
        if (record.Client?.UserAgent is { } userAgent) rest.WriteForDisplay(userAgent);
        if (record.Fingerprint.Length > 0) rest.Write(record.Fingerprint.Span);
        rest.WriteToTheEnd(record.Payload.Span);
        return packed;
    }

    /// <summary>
    /// The record that <paramref name="packed"/> holds. Its payload and fingerprint are slices of <paramref name="packed"/>, not copies,
    /// so nobody may write into those bytes any more.
    /// </summary>
    /// <exception cref="FormatException">The bytes are no packed record; the message says what is wrong with them.</exception>
    public static SessionRecord Unpack(ReadOnlyMemory<byte> packed) =>
        Read(packed, out var record) is { } problem ? throw Malformed(problem) : record!;

    /// <summary>Like <see cref="Unpack"/>; false when the bytes are no packed record.</summary>
    public static bool TryUnpack(ReadOnlyMemory<byte> packed, [NotNullWhen(true)] out SessionRecord? record) => Read(packed, out record) is null;

    /// <summary>The version, without unpacking.</summary>
    /// <exception cref="FormatException">The bytes do not begin like a packed record. So for every peek.</exception>
    public static long PeekVersion(ReadOnlySpan<byte> packed) => BinaryPrimitives.ReadInt64LittleEndian(Header(packed)[VersionAt..]);

    /// <summary>The id of the write that made the version, without unpacking.</summary>
    /// <inheritdoc cref="PeekVersion" path="/exception"/>
    public static ulong PeekWriteId(ReadOnlySpan<byte> packed) => BinaryPrimitives.ReadUInt64LittleEndian(Header(packed)[WriteIdAt..]);

    /// <summary>When the session was last used, without unpacking.</summary>
    /// <inheritdoc cref="PeekVersion" path="/exception"/>
    public static DateTimeOffset PeekLastSeenAt(ReadOnlySpan<byte> packed) => PeekTime(Header(packed), LastSeenAt);

    /// <summary>When the session ends unless it is used before, without unpacking.</summary>
    /// <inheritdoc cref="PeekVersion" path="/exception"/>
    public static DateTimeOffset PeekExpiresAt(ReadOnlySpan<byte> packed) => PeekTime(Header(packed), ExpiresAt);

    /// <summary>When the session ends however much it is used, or null, without unpacking.</summary>
    /// <inheritdoc cref="PeekVersion" path="/exception"/>
    public static DateTimeOffset? PeekAbsoluteExpiresAt(ReadOnlySpan<byte> packed)
    {
        if (!Has(PeekParts(Header(packed)), Parts.AbsoluteExpiry)) return null;
        if (packed.Length < AbsoluteExpiryAt + sizeof(long)) throw Malformed("it ends within its absolute expiry");
        return PeekTime(packed, AbsoluteExpiryAt);
    }

    /// <summary>Whether the session belongs to somebody, without unpacking.</summary>
    /// <inheritdoc cref="PeekVersion" path="/exception"/>
    public static bool PeekHasSubject(ReadOnlySpan<byte> packed) => Has(PeekParts(Header(packed)), Parts.Subject);

    /// <summary>A copy of <paramref name="packed"/> with other times of use, and everything else, the version too, as it was.</summary>
    /// <inheritdoc cref="PeekVersion" path="/exception"/>
    public static byte[] WithTimes(byte[] packed, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(packed);
        _ = Header(packed);
        var copy = GC.AllocateUninitializedArray<byte>(packed.Length);
        packed.CopyTo(copy, 0);
        WriteTicks(copy, LastSeenAt, lastSeenAt);
        WriteTicks(copy, ExpiresAt, expiresAt);
        return copy;
    }

    private static Parts PartsOf(SessionRecord record)
    {
        var parts = Parts.None;
        if (record.AbsoluteExpiresAt is not null) parts |= Parts.AbsoluteExpiry;
        if (record.PreviousSecretHash is not null) parts |= Parts.PreviousSecret;
        if (record.RotatedAt is not null) parts |= Parts.RotatedAt;
        if (record.AuthenticatedAt is not null) parts |= Parts.AuthenticatedAt;
        if (record.Subject is not null) parts |= Parts.Subject;
        if (record.Indexes.Count > 0) parts |= Parts.Indexes;
        if (record.Client is not null) parts |= Parts.Client;
        if (record.Client?.Address is not null) parts |= Parts.ClientAddress;
        if (record.Client?.UserAgent is not null) parts |= Parts.ClientUserAgent;
        if (record.Fingerprint.Length > 0) parts |= Parts.Fingerprint;
        return parts;
    }

    private static int SizeOf(SessionRecord record, Parts parts)
    {
        long size = HeaderSize + (long)record.Payload.Length;
        if (Has(parts, Parts.AbsoluteExpiry)) size += sizeof(long);
        if (Has(parts, Parts.PreviousSecret)) size += SecretHash.Size;
        if (Has(parts, Parts.RotatedAt)) size += sizeof(long);
        if (Has(parts, Parts.AuthenticatedAt)) size += sizeof(long);
        if (record.Subject is { } subject) size += PackedWriter.SizeOf(subject);
        if (Has(parts, Parts.Indexes)) size += PackedWriter.SizeOf(record.Indexes);
        if (record.Client?.Address is { } address) size += PackedWriter.SizeForDisplay(address);
        if (record.Client?.UserAgent is { } userAgent) size += PackedWriter.SizeForDisplay(userAgent);
        if (Has(parts, Parts.Fingerprint)) size += sizeof(int) + record.Fingerprint.Length;
        return checked((int)size);
    }

    /// <summary>What is wrong with the bytes; null when nothing is, and then there is a record.</summary>
    private static string? Read(ReadOnlyMemory<byte> packed, out SessionRecord? record)
    {
        record = null;
        var bytes = packed.Span;
        if (HeaderProblem(bytes) is { } problem) return problem;
        var parts = PeekParts(bytes);
        if ((parts & ~Parts.All) != Parts.None) return "it has parts that this version does not know";
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthAt..]);
        if (length != bytes.Length) return $"it was written with {length} bytes and has {bytes.Length}";

        var times = new PackedReader(bytes, CreatedAt);
        var createdAt = times.ReadTime();
        var lastSeenAt = times.ReadTime();
        var expiresAt = times.ReadTime();
        if (times.Problem is not null) return times.Problem;

        var rest = new PackedReader(bytes, HeaderSize);
        DateTimeOffset? absoluteExpiresAt = Has(parts, Parts.AbsoluteExpiry) ? rest.ReadTime() : null;
        SecretHash? previousSecretHash = Has(parts, Parts.PreviousSecret) ? rest.ReadSecretHash() : null;
        DateTimeOffset? rotatedAt = Has(parts, Parts.RotatedAt) ? rest.ReadTime() : null;
        DateTimeOffset? authenticatedAt = Has(parts, Parts.AuthenticatedAt) ? rest.ReadTime() : null;
        var subject = Has(parts, Parts.Subject) ? rest.ReadText() : null;
        IReadOnlyList<SessionIndexEntry> indexes = Has(parts, Parts.Indexes) ? rest.ReadIndexes() : [];
        var address = Has(parts, Parts.ClientAddress) ? rest.ReadText() : null;
        var userAgent = Has(parts, Parts.ClientUserAgent) ? rest.ReadText() : null;
        var fingerprint = Has(parts, Parts.Fingerprint) ? packed[rest.ReadBlock()] : default;
        if (rest.Problem is not null) return rest.Problem;

        record = new SessionRecord
        {
            Id = new SessionId(bytes.Slice(IdAt, SessionId.Size)),
            SecretHash = new SecretHash(bytes.Slice(SecretHashAt, SecretHash.Size)),
            PreviousSecretHash = previousSecretHash,
            RotatedAt = rotatedAt,
            Version = BinaryPrimitives.ReadInt64LittleEndian(bytes[VersionAt..]),
            Generation = BinaryPrimitives.ReadInt32LittleEndian(bytes[GenerationAt..]),
            WriteId = BinaryPrimitives.ReadUInt64LittleEndian(bytes[WriteIdAt..]),
            CreatedAt = createdAt,
            AuthenticatedAt = authenticatedAt,
            LastSeenAt = lastSeenAt,
            ExpiresAt = expiresAt,
            AbsoluteExpiresAt = absoluteExpiresAt,
            Subject = subject,
            Indexes = indexes,
            Client = Has(parts, Parts.Client) ? new SessionClient(address, userAgent) : null,
            Fingerprint = fingerprint,
            Payload = packed[rest.Position..],
        };
        return null;
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> packed) =>
        HeaderProblem(packed) is { } problem ? throw Malformed(problem) : packed[..HeaderSize];

    private static string? HeaderProblem(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < HeaderSize) return $"it has {packed.Length} bytes, and a header alone has {HeaderSize}";
        return packed[0] == Format ? null : $"its format is 0x{packed[0]:x2}, and this version reads 0x{Format:x2}";
    }

    /// <summary>As <see cref="Enum.HasFlag"/>, which boxes where nothing is optimised.</summary>
    private static bool Has(Parts parts, Parts part) => (parts & part) != Parts.None;

    private static Parts PeekParts(ReadOnlySpan<byte> packed) => (Parts)BinaryPrimitives.ReadUInt16LittleEndian(packed[PartsAt..]);

    private static DateTimeOffset PeekTime(ReadOnlySpan<byte> packed, int at)
    {
        var reader = new PackedReader(packed, at);
        var time = reader.ReadTime();
        return reader.Problem is null ? time : throw Malformed(reader.Problem);
    }

    private static void WriteTicks(Span<byte> packed, int at, DateTimeOffset time) =>
        BinaryPrimitives.WriteInt64LittleEndian(packed[at..], time.UtcTicks);

    private static FormatException Malformed(string problem) => new($"The bytes are no session record: {problem}.");
}
