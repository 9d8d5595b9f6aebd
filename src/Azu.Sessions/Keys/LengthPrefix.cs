using System.Buffers.Binary;
using System.Text;

namespace Azu.Sessions;

/// <summary>L(x) = 4-byte big-endian length ‖ UTF-8: makes lists of texts unambiguous, so that ("ab", "c") and ("a", "bc") differ.</summary>
internal static class LengthPrefix
{
    public static byte[] Of(string text)
    {
        var bytes = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - sizeof(int));
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(sizeof(int)));
        return bytes;
    }
}
