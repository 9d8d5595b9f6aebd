using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// The value of a form's hidden field, which only a page for the same session could hold: 48 characters of unpadded base64url of
/// <code>
/// 0   4  key id
/// 4  32  HMAC-SHA256(K_form, L(application) ‖ L(cookie name) ‖ session id ‖ L(path))
/// </code>
/// Every node with the keys makes and accepts it. It holds for as long as the session id and the key.
/// </summary>
internal sealed class FormProof(KeyRing keys, string application, string cookieName)
{
    public const int EncodedLength = 48;

    private const int MacAt = 4, Length = 36;

    private readonly byte[] _context = [.. LengthPrefix.Of(application), .. LengthPrefix.Of(cookieName)];

    /// <param name="id">The session of the page.</param>
    /// <param name="path">Where the form is sent to.</param>
    public string Write(SessionId id, string path)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, keys.Active.Id);
        Mac(keys.Active, id, path, bytes[MacAt..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <param name="value">What the client sent: any bytes; null: nothing.</param>
    /// <param name="id">The session of the request.</param>
    /// <param name="path">The path of the request.</param>
    public bool IsValid(string? value, SessionId id, string path)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (value?.Length != EncodedLength || Base64Url.DecodeFromChars(value, bytes, out _, out var written) != OperationStatus.Done
            || written != Length
            || !keys.TryFind(BinaryPrimitives.ReadUInt32BigEndian(bytes), out var key))
            return false;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Mac(key, id, path, mac);
        return CryptographicOperations.FixedTimeEquals(mac, bytes[MacAt..]);
    }

    private void Mac(SessionKey key, SessionId id, string path, Span<byte> mac)
    {
        Span<byte> idBytes = stackalloc byte[SessionId.Size];
        id.WriteTo(idBytes);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Form);
        hash.AppendData(_context);
        hash.AppendData(idBytes);
        hash.AppendData(LengthPrefix.Of(path));
        hash.GetHashAndReset(mac);
    }
}
