using System.Buffers.Binary;

namespace Azu.Sessions;

/// <summary>The two checksums of a packed record (<see cref="PackedRecordLayout"/>): of everything but the times of use, and of those.</summary>
public static class PackedChecksum
{
    private const int TimesLength = 2 * sizeof(long);

    /// <summary>What stands, or should stand, at <see cref="PackedRecordLayout.ChecksumAt"/>.</summary>
    /// <exception cref="ArgumentException">The bytes are too short for a record.</exception>
    public static uint Of(ReadOnlySpan<byte> packed)
    {
        var checksum = new Checksum();
        checksum.Append(PackedRecordPeek.Whole(packed)[..PackedRecordLayout.ChecksumAt]);
        checksum.Append(packed[PackedRecordLayout.PartsAt..]);
        return checksum.Value;
    }

    /// <summary>What shows that the bytes are not as they were written, in whatever format; null: nothing.</summary>
    internal static string? Damage(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < PackedRecordLayout.HeaderSize) return $"it has {packed.Length} bytes, and a header alone has {PackedRecordLayout.HeaderSize}";
        var length = BinaryPrimitives.ReadInt32LittleEndian(packed[PackedRecordLayout.LengthAt..]);
        if (length != packed.Length) return $"it was written with {length} bytes and has {packed.Length}";
        return BinaryPrimitives.ReadUInt32LittleEndian(packed[PackedRecordLayout.ChecksumAt..]) == Of(packed) ? null : "its checksum does not match";
    }

    /// <summary>The same of the times of use alone, in this version's format.</summary>
    internal static string? TimesDamage(ReadOnlySpan<byte> packed)
    {
        var times = packed.Slice(PackedRecordLayout.TimesAt, PackedRecordLayout.TimesSize);
        return BinaryPrimitives.ReadUInt32LittleEndian(times[TimesLength..]) == OfTimes(times, packed.Slice(PackedRecordLayout.IdAt, SessionId.Size))
            ? null
            : "the checksum of its times of use does not match";
    }

    internal static void WriteTimes(Span<byte> times, SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt)
    {
        BinaryPrimitives.WriteInt64LittleEndian(times, lastSeenAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(times[sizeof(long)..], expiresAt.UtcTicks);
        Span<byte> idBytes = stackalloc byte[SessionId.Size];
        id.WriteTo(idBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(times[TimesLength..], OfTimes(times, idBytes));
    }

    private static uint OfTimes(ReadOnlySpan<byte> times, ReadOnlySpan<byte> id)
    {
        var checksum = new Checksum();
        checksum.Append(times[..TimesLength]);
        checksum.Append(id);
        return checksum.Value;
    }
}
