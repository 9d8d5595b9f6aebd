using System.Buffers.Binary;
using System.Numerics;

namespace Azu.Sessions;

/// <summary>CRC-32C (Castagnoli, RFC 9260 appendix A) over several spans: one processor instruction for eight bytes.</summary>
internal struct Checksum()
{
    private uint _crc = uint.MaxValue;

    public readonly uint Value => ~_crc;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = _crc;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        _crc = crc;
    }
}
