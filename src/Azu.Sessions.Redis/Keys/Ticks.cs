using System.Buffers.Binary;

namespace Azu.Sessions.Redis;

/// <summary>Times and versions as the scripts compare them: the bytes of the packed record.</summary>
internal static class Ticks
{
    public static byte[] Of(DateTimeOffset time) => Of(time.UtcTicks);

    public static byte[] Of(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    public static DateTimeOffset Read(byte[] bytes) => new(BinaryPrimitives.ReadInt64LittleEndian(bytes), TimeSpan.Zero);

    /// <summary>The expiry from which on a session is no longer retained at <paramref name="now"/>.</summary>
    public static DateTimeOffset Cutoff(DateTimeOffset now) =>
        now.UtcTicks > SessionRecord.StoreGrace.Ticks ? now - SessionRecord.StoreGrace : DateTimeOffset.MinValue;
}
