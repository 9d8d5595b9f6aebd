using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// The cookie value of server-side stores: unpadded base64url (92 characters) of
/// <code>
///  0   1  version     0x21; 0xA1 where the session is signed in
///  1   4  key id      first 4 bytes of SHA-256("azu.kid.v1" ‖ root key)
///  5  16  session id
/// 21  32  secret
/// 53  16  MAC         HMAC-SHA256(K_ref, L(application) ‖ L(cookie name) ‖ bytes 0..52), first 16 bytes
/// </code>
/// The bit for signed-in sessions lets a node that cannot ask the store tell members from strangers.
/// L(x) = 4-byte big-endian length ‖ UTF-8, so that ("ab","c") and ("a","bc") differ. No clock, no store; the answer to a value
/// is always the same.
/// </summary>
internal sealed class TokenProtector
{
    public const int EncodedLength = 92;

    private const byte Version = 0x21, SignedIn = 0x80;
    private const int KeyIdAt = 1, SessionIdAt = 5, SecretAt = 21, MacAt = 53, Length = 69;
    private const int MacLength = Length - MacAt;

    private readonly KeyRing _keys;
    private readonly byte[] _context;
    private readonly VerifiedTokens _verified = new(SecretAt);

    public TokenProtector(KeyRing keys, string applicationName, string cookieName)
    {
        _keys = keys;
        _context = [.. LengthPrefix.Of(applicationName), .. LengthPrefix.Of(cookieName)];
    }

    /// <summary>Checks, in this order: length, alphabet, version, key id, MAC.</summary>
    public TokenReading Read(ReadOnlySpan<char> value, out SessionToken token)
    {
        token = default;
        Span<byte> bytes = stackalloc byte[Length];
        // 69 bytes fill 92 characters without a bit to spare, so a value has one spelling. The decoder skips white space and padding;
        // then fewer than 69 bytes come out, and the value is refused. (Its Try method throws at a character outside the alphabet.)
        if (value.Length != EncodedLength || Base64Url.DecodeFromChars(value, bytes, out _, out var written) != OperationStatus.Done
            || written != Length)
            return TokenReading.Malformed;
        if ((bytes[0] & ~SignedIn) != Version) return TokenReading.Malformed;
        if (!_keys.TryFind(BinaryPrimitives.ReadUInt32BigEndian(bytes[KeyIdAt..]), out var key)) return TokenReading.UnknownKey;

        var id = new SessionId(bytes[SessionIdAt..SecretAt]);
        if (!_verified.TryFind(id, bytes, out var hash))
        {
            Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
            key.TokenMac(_context, bytes[..MacAt], mac);
            if (!CryptographicOperations.FixedTimeEquals(mac[..MacLength], bytes[MacAt..])) return TokenReading.Forged;
            hash = SecretHash.Of(bytes[SecretAt..MacAt]);
            _verified.Add(id, bytes, hash);
        }

        token = new(id, hash, _keys.IsOutdated(key), (bytes[0] & SignedIn) != 0);
        return TokenReading.Valid;
    }

    /// <summary>The cookie value of a session, under the active key.</summary>
    public string Write(SessionId id, SessionSecret secret, bool isSignedIn)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)(isSignedIn ? Version | SignedIn : Version);
        id.WriteTo(bytes[SessionIdAt..]);
        secret.WriteTo(bytes[SecretAt..]);
        return Sign(bytes);
    }

    /// <summary>The same id, secret and signed-in bit under the active key.</summary>
    /// <param name="value">A value that <see cref="Read"/> found valid.</param>
    public string Reissue(ReadOnlySpan<char> value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Base64Url.DecodeFromChars(value, bytes);
        return Sign(bytes);
    }

    private string Sign(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes[KeyIdAt..], _keys.Active.Id);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _keys.Active.TokenMac(_context, bytes[..MacAt], mac);
        mac[..MacLength].CopyTo(bytes[MacAt..]);
        var text = Base64Url.EncodeToString(bytes);
        bytes.Clear();
        return text;
    }
}
