using System.Buffers.Binary;

namespace Azu.Sessions.Redis;

/// <summary>Times, versions and generations as the scripts compare them: the bytes of the packed record.</summary>
internal static class Ticks
{
    public static byte[] Of(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    public static byte[] Of(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    /// <summary>The end up to which a session is no longer retained at <paramref name="now"/>.</summary>
    public static byte[] Cutoff(DateTimeOffset now) => Of(Math.Max(0, now.UtcTicks - SessionRecord.StoreGrace.Ticks));
}
