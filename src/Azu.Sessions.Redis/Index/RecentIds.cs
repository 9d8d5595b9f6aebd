using System.Buffers.Binary;

namespace Azu.Sessions.Redis;

/// <summary>
/// The ids that a walk met last, so that none is met twice. SCAN repeats keys only where the server's table shrinks meanwhile: it then goes on
/// at the beginning of a bucket of the smaller table, of which the walk may have seen a part. That part is what it saw last, and a bucket
/// holds a few keys; so remembering the last few is enough, however long the walk is.
/// </summary>
internal sealed class RecentIds(ulong[] beginnings)
{
    /// <summary>Many times more than a bucket holds, and little enough for the address of a page.</summary>
    public const int Max = 64;

    public static RecentIds None { get; } = new([]);

    /// <summary>The first 8 bytes of each: that two of 64 ids share those does not happen.</summary>
    public ulong[] Beginnings => beginnings;

    public bool Has(SessionId id) => Array.IndexOf(beginnings, BeginningOf(id)) >= 0;

    public RecentIds With(IReadOnlyList<SessionId> more) => more.Count == 0 ? this : new([.. beginnings.Concat(more.Select(BeginningOf)).TakeLast(Max)]);

    private static ulong BeginningOf(SessionId id)
    {
        Span<byte> bytes = stackalloc byte[SessionId.Size];
        id.WriteTo(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
