using System.Buffers.Binary;

namespace Azu.Sessions;

/// <summary>
/// Single fields of a packed record, without unpacking it. They are what the bytes say: only <see cref="SessionRecordFormat.Read"/> checks them.
/// Bytes too short for a record are an <see cref="ArgumentException"/>.
/// </summary>
public static class PackedRecordPeek
{
    /// <summary>The id.</summary>
    public static SessionId Id(ReadOnlySpan<byte> packed) => new(Whole(packed).Slice(PackedRecordLayout.IdAt, SessionId.Size));

    /// <summary>The version.</summary>
    public static long Version(ReadOnlySpan<byte> packed) => BinaryPrimitives.ReadInt64LittleEndian(Whole(packed)[PackedRecordLayout.VersionAt..]);

    /// <summary>The id of the write that made the version.</summary>
    public static ulong WriteId(ReadOnlySpan<byte> packed) => BinaryPrimitives.ReadUInt64LittleEndian(Whole(packed)[PackedRecordLayout.WriteIdAt..]);

    /// <summary>When the session was last used, in ticks.</summary>
    public static long LastSeenTicks(ReadOnlySpan<byte> packed) => BinaryPrimitives.ReadInt64LittleEndian(Whole(packed)[PackedRecordLayout.LastSeenAt..]);

    /// <summary>When the session ends unless it is used before, in ticks: the earlier of its expiry and its absolute end.</summary>
    public static long EndTicks(ReadOnlySpan<byte> packed) => Math.Min(
        BinaryPrimitives.ReadInt64LittleEndian(Whole(packed)[PackedRecordLayout.ExpiresAt..]),
        BinaryPrimitives.ReadInt64LittleEndian(packed[PackedRecordLayout.AbsoluteExpiresAt..]));

    /// <summary>The absolute end, in ticks; <see cref="long.MaxValue"/> without one.</summary>
    public static long AbsoluteTicks(ReadOnlySpan<byte> packed) =>
        BinaryPrimitives.ReadInt64LittleEndian(Whole(packed)[PackedRecordLayout.AbsoluteExpiresAt..]);

    /// <summary>Whether a store still returns the record at <paramref name="now"/>: <see cref="SessionRecord.IsRetained"/>.</summary>
    public static bool IsRetained(ReadOnlySpan<byte> packed, DateTimeOffset now) => EndTicks(packed) > now.UtcTicks - SessionRecord.StoreGrace.Ticks;

    /// <summary>Whether the session belongs to a subject.</summary>
    public static bool HasSubject(ReadOnlySpan<byte> packed) => (Parts(packed) & PackedParts.Subject) != PackedParts.None;

    internal static PackedParts Parts(ReadOnlySpan<byte> packed) =>
        (PackedParts)BinaryPrimitives.ReadUInt16LittleEndian(Whole(packed)[PackedRecordLayout.PartsAt..]);

    internal static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> packed) => packed.Length >= PackedRecordLayout.HeaderSize
        ? packed
        : throw new ArgumentException($"A packed record has at least {PackedRecordLayout.HeaderSize} bytes, and not {packed.Length}.", nameof(packed));
}
