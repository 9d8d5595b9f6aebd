using System.Buffers.Binary;

namespace Azu.Sessions.Conformance;

/// <summary>Makes packed records that this version of the library cannot read.</summary>
public static class SpoiltRecord
{
    /// <summary>A copy of <paramref name="packed"/> that is unreadable in the given way.</summary>
    public static byte[] Of(byte[] packed, Spoiling how)
    {
        ArgumentNullException.ThrowIfNull(packed);
        var spoilt = (byte[])packed.Clone();
        if (how == Spoiling.Broken)
        {
            spoilt[PackedRecordLayout.CreatedAt] ^= 0x10;
            return spoilt;
        }
        spoilt[PackedRecordLayout.FormatAt] = PackedRecordLayout.Format + 1;
        BinaryPrimitives.WriteUInt32LittleEndian(spoilt.AsSpan(PackedRecordLayout.ChecksumAt), PackedChecksum.Of(spoilt));
        return spoilt;
    }
}
