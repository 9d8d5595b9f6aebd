using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>
/// A <see cref="SessionRecord"/> as one block of bytes: what stores and caches hold instead of live objects. The layout is
/// <see cref="PackedRecordLayout"/>.
/// </summary>
public static class SessionRecordFormat
{
    /// <summary>The record as one new block of bytes.</summary>
    /// <exception cref="ArgumentException">The subject or an index entry is not valid Unicode (it holds half a surrogate pair).</exception>
    public static byte[] Pack(SessionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var parts = PartsOf(record);
        var lists = ListsSize(record);
        var packed = GC.AllocateUninitializedArray<byte>(SizeOf(record, parts, lists));

        var header = packed.AsSpan(0, PackedRecordLayout.HeaderSize);
        header[PackedRecordLayout.FormatAt] = PackedRecordLayout.Format;
        BinaryPrimitives.WriteInt32LittleEndian(header[PackedRecordLayout.LengthAt..], packed.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[PackedRecordLayout.PartsAt..], (ushort)parts);
        BinaryPrimitives.WriteInt32LittleEndian(header[PackedRecordLayout.ListsLengthAt..], lists);
        BinaryPrimitives.WriteInt32LittleEndian(header[PackedRecordLayout.GenerationAt..], record.Generation);
        BinaryPrimitives.WriteInt64LittleEndian(header[PackedRecordLayout.VersionAt..], record.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(header[PackedRecordLayout.WriteIdAt..], record.WriteId);
        record.Id.WriteTo(header[PackedRecordLayout.IdAt..]);
        record.SecretHash.WriteTo(header[PackedRecordLayout.SecretHashAt..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[PackedRecordLayout.CreatedAt..], record.CreatedAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(header[PackedRecordLayout.AbsoluteExpiresAt..], record.AbsoluteExpiresAt?.UtcTicks ?? long.MaxValue);

        var rest = new PackedWriter(packed.AsSpan(PackedRecordLayout.HeaderSize));
        if (record.Subject is { } subject) rest.Write(subject);
        if (record.Indexes.Count > 0) rest.Write(record.Indexes);
        if (record.PreviousSecretHash is { } previous) rest.Write(previous);
        if (record.RotatedAt is { } rotatedAt) rest.Write(rotatedAt.UtcTicks);
        if (record.SignedInAt is { } signedInAt) rest.Write(signedInAt.UtcTicks);
        if (record.IdleTimeout is { } idleTimeout) rest.Write(idleTimeout.Ticks);
        if (record.SubjectStamp is { } stamp) rest.Write(unchecked((long)stamp));
        if (record.Client?.Address is { } address) rest.WriteForDisplay(address);
        if (record.Client?.UserAgent is { } userAgent) rest.WriteForDisplay(userAgent);
        if (record.Fingerprint.Length > 0) rest.Write(record.Fingerprint.Span);
        rest.WriteToTheEnd(record.Payload.Span);

        PackedChecksum.WriteTimes(packed.AsSpan(PackedRecordLayout.TimesAt), record.Id, record.LastSeenAt, record.ExpiresAt);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(PackedRecordLayout.ChecksumAt), PackedChecksum.Of(packed));
        return packed;
    }

    /// <summary>
    /// Reads a block of bytes, whatever is in it. The payload and the fingerprint of the record are slices of <paramref name="packed"/>, not
    /// copies, so those bytes must not be written into any more.
    /// </summary>
    /// <param name="packed">The bytes.</param>
    /// <param name="record">The record; null unless the answer is <see cref="PackedReading.Record"/>.</param>
    public static PackedReading Read(ReadOnlyMemory<byte> packed, out SessionRecord? record) => Examine(packed, out record, out _);

    /// <summary>
    /// The record that <paramref name="packed"/> holds, as <see cref="ISessionStore.FindAsync"/> answers with it: null where the bytes are broken.
    /// </summary>
    /// <exception cref="SessionUnreadableException">A newer version of the library wrote it.</exception>
    public static SessionRecord? Find(SessionId id, ReadOnlyMemory<byte> packed) => Read(packed, out var record) != PackedReading.Newer
        ? record
        : throw new SessionUnreadableException($"Session {id} was stored by a newer version of Azu.Sessions, and this node cannot read it. Finish the " +
            "deploy, or sign in again.", id);

    /// <summary>The record that <paramref name="packed"/> holds.</summary>
    /// <exception cref="FormatException">This version cannot read the bytes as a record; the message says why.</exception>
    public static SessionRecord Unpack(ReadOnlyMemory<byte> packed) =>
        Examine(packed, out var record, out var problem) == PackedReading.Record
            ? record!
            : throw new FormatException($"The bytes are no session record: {problem}.");

    /// <summary>Like <see cref="Unpack"/>; false when this version cannot read the bytes as a record.</summary>
    public static bool TryUnpack(ReadOnlyMemory<byte> packed, [NotNullWhen(true)] out SessionRecord? record) =>
        Read(packed, out record) == PackedReading.Record;

    /// <summary>A copy of <paramref name="packed"/> with other times of use, and everything else, the version too, as it was.</summary>
    /// <exception cref="ArgumentException">The bytes are too short for a record.</exception>
    public static byte[] WithTimes(byte[] packed, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(packed);
        var copy = GC.AllocateUninitializedArray<byte>(PackedRecordPeek.Whole(packed).Length);
        packed.CopyTo(copy, 0);
        PackedChecksum.WriteTimes(copy.AsSpan(PackedRecordLayout.TimesAt), PackedRecordPeek.Id(packed), lastSeenAt, expiresAt);
        return copy;
    }

    /// <summary>The times of use as the one unit of <see cref="PackedRecordLayout.TimesSize"/> bytes that a touch puts in place of the stored one.</summary>
    public static byte[] PackTimes(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt)
    {
        var times = GC.AllocateUninitializedArray<byte>(PackedRecordLayout.TimesSize);
        PackedChecksum.WriteTimes(times, id, lastSeenAt, expiresAt);
        return times;
    }

    private static PackedParts PartsOf(SessionRecord record)
    {
        var parts = PackedParts.None;
        if (record.Subject is not null) parts |= PackedParts.Subject;
        if (record.Indexes.Count > 0) parts |= PackedParts.Indexes;
        if (record.PreviousSecretHash is not null) parts |= PackedParts.PreviousSecret;
        if (record.RotatedAt is not null) parts |= PackedParts.RotatedAt;
        if (record.SignedInAt is not null) parts |= PackedParts.SignedInAt;
        if (record.IdleTimeout is not null) parts |= PackedParts.IdleTimeout;
        if (record.SubjectStamp is not null) parts |= PackedParts.SubjectStamp;
        if (record.AbsoluteExpiresAt is not null) parts |= PackedParts.AbsoluteExpiry;
        if (record.IsPersistent is not null) parts |= PackedParts.OwnPersistence;
        if (record.IsPersistent == true) parts |= PackedParts.Persistent;
        if (record.Client is not null) parts |= PackedParts.Client;
        if (record.Client?.Address is not null) parts |= PackedParts.ClientAddress;
        if (record.Client?.UserAgent is not null) parts |= PackedParts.ClientUserAgent;
        if (record.Fingerprint.Length > 0) parts |= PackedParts.Fingerprint;
        return parts;
    }

    private static int ListsSize(SessionRecord record)
    {
        long size = record.Subject is { } subject ? PackedWriter.SizeOf(subject) : 0;
        if (record.Indexes.Count > 0) size += PackedWriter.SizeOf(record.Indexes);
        return checked((int)size);
    }

    private static int SizeOf(SessionRecord record, PackedParts parts, int lists)
    {
        var size = PackedRecordLayout.HeaderSize + lists + (long)record.Payload.Length;
        if (Has(parts, PackedParts.PreviousSecret)) size += SecretHash.Size;
        if (Has(parts, PackedParts.RotatedAt)) size += sizeof(long);
        if (Has(parts, PackedParts.SignedInAt)) size += sizeof(long);
        if (Has(parts, PackedParts.IdleTimeout)) size += sizeof(long);
        if (Has(parts, PackedParts.SubjectStamp)) size += sizeof(long);
        if (record.Client?.Address is { } address) size += PackedWriter.SizeForDisplay(address);
        if (record.Client?.UserAgent is { } userAgent) size += PackedWriter.SizeForDisplay(userAgent);
        if (Has(parts, PackedParts.Fingerprint)) size += sizeof(int) + record.Fingerprint.Length;
        return checked((int)size);
    }

    private static PackedReading Examine(ReadOnlyMemory<byte> packed, out SessionRecord? record, out string? problem)
    {
        record = null;
        var bytes = packed.Span;
        problem = PackedChecksum.Damage(bytes);
        if (problem is not null) return PackedReading.Broken;
        var parts = PackedRecordPeek.Parts(bytes);
        if (bytes[PackedRecordLayout.FormatAt] != PackedRecordLayout.Format || (parts & ~PackedParts.All) != PackedParts.None)
        {
            problem = "a newer version of the library wrote it";
            return PackedReading.Newer;
        }

        record = ReadRecord(packed, parts, out problem);
        return record is null ? PackedReading.Broken : PackedReading.Record;
    }

    private static SessionRecord? ReadRecord(ReadOnlyMemory<byte> packed, PackedParts parts, out string? problem)
    {
        var bytes = packed.Span;
        problem = PackedChecksum.TimesDamage(bytes);
        if (problem is not null) return null;
        var times = new PackedReader(bytes, PackedRecordLayout.LastSeenAt);
        var lastSeenAt = times.ReadTime();
        var expiresAt = times.ReadTime();
        var fixedPart = new PackedReader(bytes, PackedRecordLayout.CreatedAt);
        var createdAt = fixedPart.ReadTime();
        DateTimeOffset? absoluteExpiresAt = Has(parts, PackedParts.AbsoluteExpiry) ? fixedPart.ReadTime() : null;

        var rest = new PackedReader(bytes, PackedRecordLayout.HeaderSize);
        var subject = Has(parts, PackedParts.Subject) ? rest.ReadText() : null;
        IReadOnlyList<SessionIndexEntry> indexes = Has(parts, PackedParts.Indexes) ? rest.ReadIndexes() : [];
        SecretHash? previousSecretHash = Has(parts, PackedParts.PreviousSecret) ? rest.ReadSecretHash() : null;
        DateTimeOffset? rotatedAt = Has(parts, PackedParts.RotatedAt) ? rest.ReadTime() : null;
        DateTimeOffset? signedInAt = Has(parts, PackedParts.SignedInAt) ? rest.ReadTime() : null;
        TimeSpan? idleTimeout = Has(parts, PackedParts.IdleTimeout) ? new TimeSpan(rest.ReadNumber()) : null;
        ulong? stamp = Has(parts, PackedParts.SubjectStamp) ? unchecked((ulong)rest.ReadNumber()) : null;
        var address = Has(parts, PackedParts.ClientAddress) ? rest.ReadText() : null;
        var userAgent = Has(parts, PackedParts.ClientUserAgent) ? rest.ReadText() : null;
        var fingerprint = Has(parts, PackedParts.Fingerprint) ? packed[rest.ReadBlock()] : default;
        problem = times.Problem ?? fixedPart.Problem ?? rest.Problem;
        if (problem is not null) return null;

        return new SessionRecord
        {
            Id = PackedRecordPeek.Id(bytes),
            SecretHash = new SecretHash(bytes.Slice(PackedRecordLayout.SecretHashAt, SecretHash.Size)),
            PreviousSecretHash = previousSecretHash,
            RotatedAt = rotatedAt,
            Version = PackedRecordPeek.Version(bytes),
            Generation = BinaryPrimitives.ReadInt32LittleEndian(bytes[PackedRecordLayout.GenerationAt..]),
            WriteId = PackedRecordPeek.WriteId(bytes),
            CreatedAt = createdAt,
            SignedInAt = signedInAt,
            LastSeenAt = lastSeenAt,
            ExpiresAt = absoluteExpiresAt < expiresAt ? absoluteExpiresAt.Value : expiresAt,
            AbsoluteExpiresAt = absoluteExpiresAt,
            IdleTimeout = idleTimeout,
            IsPersistent = Has(parts, PackedParts.OwnPersistence) ? Has(parts, PackedParts.Persistent) : null,
            Subject = subject,
            SubjectStamp = stamp,
            Indexes = indexes,
            Client = Has(parts, PackedParts.Client) ? new SessionClient(address, userAgent) : null,
            Fingerprint = fingerprint,
            Payload = packed[rest.Position..],
        };
    }

    /// <summary>As <see cref="Enum.HasFlag"/>, which boxes where nothing is optimised.</summary>
    private static bool Has(PackedParts parts, PackedParts part) => (parts & part) != PackedParts.None;
}
