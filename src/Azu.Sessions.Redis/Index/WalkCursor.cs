using System.Buffers.Binary;
using System.Buffers.Text;

namespace Azu.Sessions.Redis;

/// <summary>
/// Where a walk through all keys stands, as text.
/// <code>
///    0  1  format     0x57
///    1  2  first slot of the server
///    3  8  the server's cursor
///   11  n  the beginnings of the ids that came last, 8 bytes each
/// </code>
/// </summary>
/// <param name="FirstSlot">The first slot of the server that the walk is at.</param>
/// <param name="Cursor">Where on that server: what SCAN calls a cursor.</param>
/// <param name="Recent">The beginnings of the ids that came last.</param>
internal sealed record WalkCursor(int FirstSlot, ulong Cursor, RecentIds Recent)
{
    private const byte Format = 0x57;
    private const int Header = 11;
    private const int MaxSlots = 16_384;

    public static WalkCursor Start { get; } = new(0, 0, RecentIds.None);

    public override string ToString()
    {
        var bytes = new byte[Header + Recent.Beginnings.Length * sizeof(ulong)];
        bytes[0] = Format;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), (ushort)FirstSlot);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(3), Cursor);
        for (var i = 0; i < Recent.Beginnings.Length; i++) BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(Header + i * sizeof(ulong)),
            Recent.Beginnings[i]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="ArgumentException">The text is none that <see cref="ToString"/> wrote.</exception>
    public static WalkCursor Parse(string text)
    {
        var bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        var recent = (bytes.Length - Header) / sizeof(ulong);
        if (bytes.Length < Header || bytes[0] != Format || bytes.Length != Header + recent * sizeof(ulong) || recent > RecentIds.Max) throw None(text);
        var slot = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(1));
        if (slot >= MaxSlots) throw None(text);
        var beginnings = new ulong[recent];
        for (var i = 0; i < recent; i++) beginnings[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(Header + i * sizeof(ulong)));
        return new WalkCursor(slot, BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(3)), new RecentIds(beginnings));
    }

    private static ArgumentException None(string text) => new($"\"{text}\" is no cursor that this index gave out.", nameof(text));
}
