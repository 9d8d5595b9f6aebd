using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions.Redis;

/// <summary>What stands under a session's key: the packed record, and behind it the mark of a session that is in lists.</summary>
internal readonly record struct StoredSession(SessionRecord Record, IndexMark Mark)
{
    private const int FormatAt = 0;
    private const int LengthAt = 3;
    private const int Header = LengthAt + sizeof(int);

    /// <summary>Where the fixed part of a packed record ends; the expiry is the last in it.</summary>
    public const int HeaderEnd = 98;

    /// <summary>The value as one block.</summary>
    public static byte[] Join(byte[] packed, IndexMark mark) => mark.IsEmpty ? packed : [.. packed, .. mark.Bytes];

    /// <summary>Reads a value; false when it holds no session that this version can read.</summary>
    public static bool TryRead([NotNullWhen(true)] byte[]? value, out StoredSession stored)
    {
        stored = default;
        if (value is null || !IsWhole(value, out var length)) return false;
        if (!SessionRecordFormat.TryUnpack(value.AsMemory(0, length), out var record)) return false;
        stored = new StoredSession(record, value.Length == length ? default : new IndexMark(value[length..]));
        return true;
    }

    /// <summary>
    /// Whether a value that cannot be read looks like one that a newer version has written, and not like a broken one: it is as long as it
    /// says of itself, and has a small format number.
    /// </summary>
    public static bool LooksNewer(byte[] value) => IsWhole(value, out _) && value[FormatAt] is >= 1 and <= 16;

    /// <summary>Whether the fixed part of a packed record says that the session ends after <paramref name="cutoff"/>.</summary>
    public static bool IsExpiryLater(byte[]? header, DateTimeOffset cutoff) =>
        header?.Length == HeaderEnd + 1 && header[FormatAt] == 1 && SessionRecordFormat.PeekExpiresAt(header) > cutoff;

    private static bool IsWhole(byte[] value, out int length)
    {
        length = value.Length >= Header ? BinaryPrimitives.ReadInt32LittleEndian(value.AsSpan(LengthAt)) : -1;
        return length >= Header && (value.Length == length || value.Length - (long)length == IndexMark.Size);
    }
}
