namespace Azu.Sessions;

/// <summary>
/// Where the parts of a packed record stand, for stores whose scripts look into it. <see cref="SessionRecordFormat"/> writes and reads it.
/// </summary>
/// <remarks>
/// Everything is little-endian, times are UTC ticks.
/// <code>
///   0   1  format        0x01
///   1   4  length        of the whole block
///   5   4  checksum      CRC-32C of the whole block without these four bytes and the times
///   9  20  times         last seen 8, expires 8, CRC-32C of both and the id 4
///  29   2  parts         which of the optional parts there are
///  31   4  lists         length of the part that says in which lists the session is: subject and indexes
///  35   4  generation
///  39   8  version
///  47   8  write id
///  55  16  id
///  71  32  digest of the secret
/// 103   8  created
/// 111   8  absolute end  long.MaxValue without one
///  ── optional, in this order ──
/// 119  text  subject                             bit 0
///       4+n  indexes: count, (name, value) texts bit 1
///        32  digest of the previous secret       bit 2
///         8  rotated at                          bit 3
///         8  signed in at                        bit 4
///         8  idle timeout, ticks                 bit 5
///         8  stamp of the subject                bit 6
///            absolute end                        bit 7    it stands above
///            persistence is the session's own    bit 8
///            it is persistent                    bit 9
///            client                              bit 10
///      text    address                           bit 11
///      text    user agent                        bit 12
///       4+n  fingerprint                         bit 13
///  ── then ──
///         n  payload, to the end                                              text: 4 bytes of length, UTF-8
/// </code>
/// <b>What keeps its place in every later format:</b> format, length, checksum and what it covers. So a node that reads an older format can
/// tell a newer record from a broken one.
/// <para>
/// <b>The times are one unit.</b> A touch replaces all 20 bytes. A script that has two units takes one of them whole: the one that expires later,
/// and on a tie the one seen later, both cut at the absolute end. Computing a checksum in a script would cost the server ten times as much as
/// the rest of it. So a script believes what it finds, and the next reader finds a damaged unit: the record is broken then, and ends at its
/// absolute end at the latest.
/// </para>
/// </remarks>
public static class PackedRecordLayout
{
    /// <summary>The format that this version writes and reads.</summary>
    public const byte Format = 0x01;

    /// <summary>The format: 1 byte.</summary>
    public const int FormatAt = 0;

    /// <summary>The length of the whole block: 4 bytes.</summary>
    public const int LengthAt = 1;

    /// <summary>The checksum: 4 bytes.</summary>
    public const int ChecksumAt = 5;

    /// <summary>The times of use as one unit: <see cref="TimesSize"/> bytes.</summary>
    public const int TimesAt = 9;

    /// <summary>When the session was last used: 8 bytes.</summary>
    public const int LastSeenAt = TimesAt;

    /// <summary>When the session ends unless it is used before: 8 bytes. It counts only as far as the absolute end.</summary>
    public const int ExpiresAt = TimesAt + sizeof(long);

    /// <summary>The checksum of the two times and the id: 4 bytes.</summary>
    public const int TimesChecksumAt = TimesAt + (2 * sizeof(long));

    /// <summary>How many bytes the times take together.</summary>
    public const int TimesSize = (2 * sizeof(long)) + sizeof(uint);

    /// <summary>Which optional parts there are: 2 bytes.</summary>
    public const int PartsAt = TimesAt + TimesSize;

    /// <summary>How many bytes subject and indexes take, which stand at <see cref="ListsAt"/>: 4 bytes.</summary>
    public const int ListsLengthAt = PartsAt + sizeof(ushort);

    /// <summary>The generation: 4 bytes.</summary>
    public const int GenerationAt = ListsLengthAt + sizeof(int);

    /// <summary>The version: 8 bytes.</summary>
    public const int VersionAt = GenerationAt + sizeof(int);

    /// <summary>The write id: 8 bytes, right behind the version.</summary>
    public const int WriteIdAt = VersionAt + sizeof(long);

    /// <summary>The id: 16 bytes.</summary>
    public const int IdAt = WriteIdAt + sizeof(ulong);

    /// <summary>The digest of the secret: 32 bytes.</summary>
    public const int SecretHashAt = IdAt + SessionId.Size;

    /// <summary>When the session was created: 8 bytes.</summary>
    public const int CreatedAt = SecretHashAt + SecretHash.Size;

    /// <summary>The absolute end: 8 bytes; <see cref="long.MaxValue"/> without one.</summary>
    public const int AbsoluteExpiresAt = CreatedAt + sizeof(long);

    /// <summary>The subject and the indexes, as many bytes as <see cref="ListsLengthAt"/> says; behind them the previous secret, where there is one.</summary>
    public const int ListsAt = AbsoluteExpiresAt + sizeof(long);

    /// <summary>No record is shorter.</summary>
    public const int HeaderSize = ListsAt;

    /// <summary>The bit of the parts that says that there is a previous secret.</summary>
    public const int PreviousSecretPart = 1 << 2;
}
