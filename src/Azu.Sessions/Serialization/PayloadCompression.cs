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
/// A payload that claims to inflate to more than is allowed, or than <see cref="MaxExpansion"/> times its size, is refused unseen. One that inflates
/// to anything else than it claims is refused while it inflates. A payload that would compress that well is stored as it is.
/// </summary>
internal sealed class PayloadCompression(int threshold, int maxInflatedBytes)
{
    public const byte Format = 0x02;

    private const int HeaderSize = 5;
    private const int GzipTrailerSize = 8;
    private const int MaxExpansion = 100;

    // From this size on a payload is inflated into nothing first, so that one which lies about its size costs time only, and no memory.
    private const int MaxToTrust = 64 * 1024;

    private const byte End = 0xA5;

    private static readonly byte[] s_endMember = MakeEndMember();

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
        var isWorthIt = output.Length < payload.Length && payload.Length <= (output.Length - HeaderSize) * MaxExpansion;
        return isWorthIt ? output.ToArray() : payload;
    }

    /// <summary>The payload; null where it is not what it says, or too large.</summary>
    public byte[]? TryInflate(ReadOnlyMemory<byte> compressed)
    {
        if (compressed.Length < HeaderSize + GzipTrailerSize) return null;
        var gzip = compressed[HeaderSize..];
        var length = BinaryPrimitives.ReadInt32LittleEndian(compressed.Span[1..]);
        if (length <= 0 || length > maxInflatedBytes || length > gzip.Length * (long)MaxExpansion) return null;
        // The last four bytes are gzip's own record of the length.
        if (BinaryPrimitives.ReadInt32LittleEndian(gzip.Span[^sizeof(int)..]) != length) return null;
        try
        {
            if (length > MaxToTrust && !InflatesTo(length, gzip)) return null;
            var payload = new byte[length];
            using var inflating = Open(gzip);
            inflating.ReadExactly(payload);
            return IsAtEnd(inflating) ? payload : null;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    private static bool InflatesTo(int length, ReadOnlyMemory<byte> gzip)
    {
        Span<byte> part = stackalloc byte[4096];
        using var inflating = Open(gzip);
        for (var left = length; left > 0;)
        {
            var read = inflating.Read(part[..Math.Min(left, part.Length)]);
            if (read == 0) return false;
            left -= read;
        }

        return IsAtEnd(inflating);
    }

    // The framework takes a stream that was cut off for one that has ended, checksum or not, and overlooks what follows the end. So a second
    // gzip member is put behind the payload: its one byte comes out next exactly if the payload has ended, whole, where it should.
    private static GZipStream Open(ReadOnlyMemory<byte> gzip) => new(new ReadOnlyMemoryStream(gzip, s_endMember), CompressionMode.Decompress);

    private static bool IsAtEnd(GZipStream inflating) => inflating.ReadByte() == End && inflating.ReadByte() < 0;

    private static byte[] MakeEndMember()
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true)) gzip.WriteByte(End);
        return output.ToArray();
    }
}
