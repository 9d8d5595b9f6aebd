using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Azu.Sessions.Redis;

/// <summary>
/// Stands behind the record of a session that is in lists, and says in which, and as which member of them.
/// <code>
///    0  16  digest   of the subject and the index values: another one means other lists
///   16   8  reach    the expiry up to which the members count, UTC ticks, little-endian: the absolute one, where there is one
///   24   8  tag      seconds since 1970, big-endian, and 4 random bytes: the members of one write, and of no other
/// </code>
/// A member of a list is the id, the reach and the tag. Because of the tag, who takes back the members of one write can never take away what
/// another write has entered meanwhile. Because of the id at its beginning, a list is walked in the order of ids, each of which comes once.
/// </summary>
internal readonly struct IndexMark(byte[] bytes)
{
    public const int Size = 32;
    public const int MemberSize = SessionId.Size + Size - ReachAt;

    private const int ReachAt = 16;
    private const int TagAt = 24;

    private readonly byte[]? _bytes = bytes;

    /// <summary>True for a session that is in no list.</summary>
    public bool IsEmpty => _bytes is null or { Length: 0 };

    public byte[] Bytes => _bytes ?? [];

    /// <summary>What a record asks of the mark that is there: no tag, and no more reach than it needs.</summary>
    public static IndexMark Wanted(SessionRecord record)
    {
        if (record.Subject is null && record.Indexes.Count == 0) return default;
        var mark = new byte[Size];
        WriteDigest(record, mark);
        BinaryPrimitives.WriteInt64LittleEndian(mark.AsSpan(ReachAt), (record.AbsoluteExpiresAt ?? record.ExpiresAt).UtcTicks);
        return new IndexMark(mark);
    }

    /// <summary>The mark of a record, for members that are yet to be entered.</summary>
    public static IndexMark New(SessionRecord record, DateTimeOffset now)
    {
        var wanted = Wanted(record);
        if (wanted.IsEmpty) return wanted;
        var mark = wanted.Bytes;
        BinaryPrimitives.WriteInt64LittleEndian(mark.AsSpan(ReachAt), ReachOf(record, now).UtcTicks);
        BinaryPrimitives.WriteUInt32BigEndian(mark.AsSpan(TagAt), (uint)now.ToUnixTimeSeconds());
        RandomNumberGenerator.Fill(mark.AsSpan(TagAt + sizeof(uint)));
        return wanted;
    }

    /// <summary>The member that stands for the session in each of its lists.</summary>
    public byte[] Member(SessionId id)
    {
        var member = new byte[MemberSize];
        id.WriteTo(member);
        Bytes.AsSpan(ReachAt).CopyTo(member.AsSpan(SessionId.Size));
        return member;
    }

    /// <summary>Whether a member is the one of this mark.</summary>
    public bool Has(ReadOnlySpan<byte> member) => !IsEmpty && member[SessionId.Size..].SequenceEqual(Bytes.AsSpan(ReachAt));

    /// <summary>Whose member it is; false if it is none.</summary>
    public static bool TryReadMember([NotNullWhen(true)] byte[]? member, out SessionId id)
    {
        id = member?.Length == MemberSize ? new SessionId(member.AsSpan(0, SessionId.Size)) : default;
        return member?.Length == MemberSize;
    }

    /// <summary>Up to which expiry a member counts.</summary>
    public static long ReachTicks(ReadOnlySpan<byte> member) => BinaryPrimitives.ReadInt64LittleEndian(member[SessionId.Size..]);

    /// <summary>When a member was made, to the second.</summary>
    public static DateTimeOffset MadeAt(ReadOnlySpan<byte> member) =>
        DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(member[(SessionId.Size + TagAt - ReachAt)..]));

    /// <summary>
    /// A session without an absolute end is moved on by touches, and its members with it; by its whole remaining life more than asked for, so
    /// that not every touch has to.
    /// </summary>
    private static DateTimeOffset ReachOf(SessionRecord record, DateTimeOffset now)
    {
        if (record.AbsoluteExpiresAt is { } end) return end;
        var left = record.ExpiresAt > now ? record.ExpiresAt - now : TimeSpan.Zero;
        return DateTimeOffset.MaxValue - record.ExpiresAt > left ? record.ExpiresAt + left : DateTimeOffset.MaxValue;
    }

    private static void WriteDigest(SessionRecord record, Span<byte> destination)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, record.Subject);
        for (var i = 0; i < record.Indexes.Count; i++)
        {
            Append(hash, record.Indexes[i].Name);
            Append(hash, record.Indexes[i].Value);
        }
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        digest[..ReachAt].CopyTo(destination);
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
