using System.Buffers.Binary;

namespace Azu.Sessions;

/// <summary>
/// The sessions of one subject that were signed out singly, in one record of the list of revocations. Each is
/// <code>id 16 ‖ generation 4 ‖ kept until 8 (ticks of UTC)</code>
/// with big-endian numbers. A later sign-in of the same session is a generation of its own, and is not meant.
/// </summary>
internal static class SignedOutSessions
{
    /// <summary>Stands for every generation.</summary>
    public const int EveryGeneration = int.MaxValue;

    /// <summary>
    /// How many are kept for one subject, because each request of the subject reads them all. A subject that signs out more often within the absolute
    /// timeout is signed out everywhere.
    /// </summary>
    public const int Max = 500;

    private const int GenerationAt = SessionId.Size;
    private const int UntilAt = GenerationAt + sizeof(int);
    private const int Size = UntilAt + sizeof(long);

    public static bool Contains(ReadOnlySpan<byte> list, SessionId id, int generation)
    {
        for (; list.Length >= Size; list = list[Size..])
        {
            if (IdOf(list) == id && generation <= GenerationOf(list)) return true;
        }

        return false;
    }

    /// <summary>The list with one session more, and without those that are over; null where it has no room.</summary>
    /// <param name="list">The list as it is.</param>
    /// <param name="id">The session.</param>
    /// <param name="generation">The last generation that is meant.</param>
    /// <param name="until">How long to keep it: until no node admits a cookie of the session any more.</param>
    /// <param name="now">What was kept until then is left out.</param>
    public static byte[]? With(ReadOnlySpan<byte> list, SessionId id, int generation, DateTimeOffset until, DateTimeOffset now)
    {
        var next = new List<byte>(list.Length + Size);
        for (; list.Length >= Size; list = list[Size..])
        {
            if (BinaryPrimitives.ReadInt64BigEndian(list[UntilAt..]) > now.UtcTicks) next.AddRange(list[..Size]);
        }

        if (next.Count >= Max * Size) return null;
        Span<byte> entry = stackalloc byte[Size];
        id.WriteTo(entry);
        BinaryPrimitives.WriteInt32BigEndian(entry[GenerationAt..], generation);
        BinaryPrimitives.WriteInt64BigEndian(entry[UntilAt..], until.UtcTicks);
        next.AddRange(entry);
        return [.. next];
    }

    private static SessionId IdOf(ReadOnlySpan<byte> entry) => new(entry[..SessionId.Size]);

    private static int GenerationOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadInt32BigEndian(entry[GenerationAt..]);
}
