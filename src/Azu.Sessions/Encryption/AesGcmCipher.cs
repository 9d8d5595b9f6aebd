using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>AES-256-GCM. An <see cref="AesGcm"/> is not thread-safe and costs more to make than to use, so each thread keeps its own.</summary>
internal sealed class AesGcmCipher(byte[] key) : IPayloadCipher
{
    public const int KeySize = 32;

    private const int Tag = 16;

    private readonly ThreadLocal<AesGcm> _aes = new(() => new AesGcm(key, Tag));

    public int NonceSize => 12;

    public int TagSize => Tag;

    public int CiphertextLength(int plaintextLength) => plaintextLength;

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> ciphertext, Span<byte> tag) =>
        _aes.Value!.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);

    public byte[]? TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associatedData)
    {
        var plaintext = new byte[ciphertext.Length];
        try
        {
            _aes.Value!.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (_aes.IsValueCreated) _aes.Value!.Dispose();
        _aes.Dispose();
    }
}
