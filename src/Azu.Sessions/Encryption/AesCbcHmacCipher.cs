using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// AES-256-CBC, then HMAC-SHA256 over L(associated data) ‖ IV ‖ ciphertext with a key of its own, never cut. The MAC is checked in full before
/// anything is decrypted, so a wrong padding cannot be reached.
/// </summary>
internal sealed class AesCbcHmacCipher : IPayloadCipher
{
    public const int KeySize = 64;

    private const int BlockSize = 16;
    private const int EncryptionKeySize = 32;

    private readonly ThreadLocal<Aes> _aes;
    private readonly ThreadLocal<IncrementalHash> _mac;

    public AesCbcHmacCipher(byte[] key)
    {
        var encryptionKey = key[..EncryptionKeySize];
        var macKey = key[EncryptionKeySize..];
        _aes = new(() =>
        {
            var aes = Aes.Create();
            aes.Key = encryptionKey;
            return aes;
        });
        _mac = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, macKey));
    }

    public int NonceSize => BlockSize;

    public int TagSize => HMACSHA256.HashSizeInBytes;

    public int CiphertextLength(int plaintextLength) => plaintextLength / BlockSize * BlockSize + BlockSize;

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> ciphertext, Span<byte> tag)
    {
        _aes.Value!.EncryptCbc(plaintext, nonce, ciphertext);
        Mac(nonce, ciphertext, associatedData, tag);
    }

    public byte[]? TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associatedData)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Mac(nonce, ciphertext, associatedData, expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag) ? _aes.Value!.DecryptCbc(ciphertext, nonce) : null;
    }

    public void Dispose()
    {
        if (_aes.IsValueCreated) _aes.Value!.Dispose();
        if (_mac.IsValueCreated) _mac.Value!.Dispose();
        _aes.Dispose();
        _mac.Dispose();
    }

    private void Mac(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associatedData, Span<byte> mac)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, associatedData.Length);
        var hash = _mac.Value!;
        hash.AppendData(length);
        hash.AppendData(associatedData);
        hash.AppendData(nonce);
        hash.AppendData(ciphertext);
        hash.GetHashAndReset(mac);
    }
}
