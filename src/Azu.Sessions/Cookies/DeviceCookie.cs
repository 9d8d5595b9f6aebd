using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// The cookie by which a browser is known at sign-in: 220 characters of unpadded base64url of
/// <code>
///   0    1  version     0x31
///   1    4  key id      first 4 bytes of SHA-256("azu.kid.v1" ‖ root key)
///   5   16  device id   random
///  21  8×16 subjects    key id (4), HMAC-SHA256(K_device, 0x01 ‖ context ‖ device id ‖ L(subject)) (12); the latest first; zeros in an unused place
/// 149   16  MAC         HMAC-SHA256(K_device, 0x00 ‖ context ‖ bytes 0..148), first 16 bytes
/// </code>
/// with context = L(application) ‖ L(cookie name). It has one length, whatever it holds, and names no subject without the key. It admits nothing.
/// </summary>
internal sealed class DeviceCookie(KeyRing keys, string application, string cookieName)
{
    public const string Suffix = "_d";
    public const int EncodedLength = 220;
    public const int MaxSubjects = 8;

    private const byte Version = 0x31, ForMac = 0, ForSubject = 1;
    private const int KeyIdAt = 1, DeviceIdAt = 5, SubjectsAt = 21, SubjectSize = 16, KeyIdSize = 4;
    private const int MacAt = SubjectsAt + (MaxSubjects * SubjectSize), Length = MacAt + 16;

    private readonly byte[] _context = [.. LengthPrefix.Of(application), .. LengthPrefix.Of(cookieName + Suffix)];

    /// <summary>
    /// The cookie of a browser in which a subject has just signed in: that of before with the subject in front, or a new one where there is none that
    /// verifies. A ninth subject takes the place of the one that signed in longest ago.
    /// </summary>
    /// <param name="presented">What the client sent: any bytes.</param>
    /// <param name="subject">The account.</param>
    /// <param name="isKnown">Whether the subject has signed in with it before.</param>
    public string SignIn(ReadOnlySpan<char> presented, string subject, out bool isKnown)
    {
        Span<byte> old = stackalloc byte[Length];
        Span<byte> bytes = stackalloc byte[Length];
        bytes.Clear();
        var isVerified = TryRead(presented, old);
        if (isVerified) old[DeviceIdAt..SubjectsAt].CopyTo(bytes[DeviceIdAt..]);
        else RandomNumberGenerator.Fill(bytes[DeviceIdAt..SubjectsAt]);

        var device = bytes[DeviceIdAt..SubjectsAt];
        WriteSubject(keys.Active, device, subject, bytes[SubjectsAt..]);
        isKnown = false;
        var count = 1;
        for (var i = 0; isVerified && i < MaxSubjects; i++)
        {
            var entry = EntryOf(old, i);
            if (IsEmpty(entry)) continue;
            if (IsOf(entry, device, subject)) isKnown = true;
            else if (count < MaxSubjects) entry.CopyTo(bytes[(SubjectsAt + (count++ * SubjectSize))..]);
        }

        bytes[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[KeyIdAt..], keys.Active.Id);
        Mac(keys.Active, ForMac, bytes[..MacAt], [], bytes[MacAt..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>What a value is worth at a sign-in.</summary>
    /// <param name="presented">What the client sent: any bytes.</param>
    /// <param name="subject">The account.</param>
    public DeviceMatch Match(ReadOnlySpan<char> presented, string subject)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!TryRead(presented, bytes)) return DeviceMatch.Refused;
        for (var i = 0; i < MaxSubjects; i++)
        {
            if (IsOf(EntryOf(bytes, i), bytes[DeviceIdAt..SubjectsAt], subject)) return DeviceMatch.Known;
        }

        return DeviceMatch.Verified;
    }

    /// <summary>Checks, in this order: length, alphabet, version, key id, MAC. Nothing of the value is used before.</summary>
    private bool TryRead(ReadOnlySpan<char> value, Span<byte> bytes)
    {
        // 165 bytes fill 220 characters without a bit to spare, so a value has one spelling. White space and padding leave fewer bytes.
        if (value.Length != EncodedLength || Base64Url.DecodeFromChars(value, bytes, out _, out var written) != OperationStatus.Done
            || written != Length
            || bytes[0] != Version
            || !keys.TryFind(BinaryPrimitives.ReadUInt32BigEndian(bytes[KeyIdAt..]), out var key))
            return false;
        Span<byte> mac = stackalloc byte[Length - MacAt];
        Mac(key, ForMac, bytes[..MacAt], [], mac);
        return CryptographicOperations.FixedTimeEquals(mac, bytes[MacAt..]);
    }

    private static Span<byte> EntryOf(Span<byte> bytes, int index) => bytes.Slice(SubjectsAt + (index * SubjectSize), SubjectSize);

    private static bool IsEmpty(ReadOnlySpan<byte> entry) => !entry.ContainsAnyExcept((byte)0);

    private bool IsOf(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> device, string subject)
    {
        // Each digest names its key, so that a subject that stays away during a rotation is known afterwards.
        if (IsEmpty(entry) || !keys.TryFind(BinaryPrimitives.ReadUInt32BigEndian(entry), out var key)) return false;
        Span<byte> expected = stackalloc byte[SubjectSize];
        WriteSubject(key, device, subject, expected);
        return CryptographicOperations.FixedTimeEquals(expected, entry);
    }

    private void WriteSubject(SessionKey key, ReadOnlySpan<byte> device, string subject, Span<byte> entry)
    {
        BinaryPrimitives.WriteUInt32BigEndian(entry, key.Id);
        Mac(key, ForSubject, device, LengthPrefix.Of(subject), entry[KeyIdSize..SubjectSize]);
    }

    private void Mac(SessionKey key, byte purpose, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> mac)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Device);
        hash.AppendData([purpose]);
        hash.AppendData(_context);
        hash.AppendData(first);
        hash.AppendData(second);
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(full);
        full[..mac.Length].CopyTo(mac);
    }
}

/// <summary>What the value of a device cookie is worth at a sign-in. The larger, the more.</summary>
internal enum DeviceMatch
{
    /// <summary>It does not verify.</summary>
    Refused,

    /// <summary>It verifies, and the subject has not signed in with it.</summary>
    Verified,

    /// <summary>The subject has signed in with it before.</summary>
    Known,
}
