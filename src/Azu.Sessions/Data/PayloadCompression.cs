using System.Buffers.Binary;
using System.IO.Compression;

namespace Azu.Sessions;

/// <summary>
/// Payloads in gzip:
/// <code>
/// 0  1  format   0x02
/// 1  4  length   of the payload inflated, little-endian
/// 5  n  gzip of the payload in format 0x01
/// </code>
/// What inflates to more than it says, than is allowed, or than <see cref="MostExpansion"/> times its size is refused while it inflates; what
/// would compress that well is stored as it is.
/// </summary>
internal sealed class PayloadCompression(int threshold, int maxInflatedBytes)
{
    public const byte Format = 0x02;

    private const int HeaderSize = 5;
    private const int MostExpansion = 100;

    /// <summary>The payload compressed, or as it is where that is shorter.</summary>
    public byte[] Deflate(byte[] payload)
    {
        if (payload.Length <= threshold) return payload;
        using var output = new MemoryStream(payload.Length / 2);
        Span<byte> header = stackalloc byte[HeaderSize];
        header[0] = Format;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], payload.Length);
        output.Write(header);
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(payload);
        var isWorthIt = output.Length < payload.Length && payload.Length <= (output.Length - HeaderSize) * MostExpansion;
        return isWorthIt ? output.ToArray() : payload;
    }

    /// <summary>The payload; null where it is not what it says, or too large.</summary>
    public byte[]? TryInflate(ReadOnlyMemory<byte> compressed)
    {
        if (compressed.Length < HeaderSize) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(compressed.Span[1..]);
        if (length <= 0 || length > maxInflatedBytes || length > (compressed.Length - HeaderSize) * (long)MostExpansion) return null;
        var payload = new byte[length];
        try
        {
            using var input = new ReadOnlyMemoryStream(compressed[HeaderSize..]);
            using var gzip = new GZipStream(input, CompressionMode.Decompress);
            gzip.ReadExactly(payload);
            return gzip.ReadByte() < 0 ? payload : null;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }
}
