namespace Azu.Sessions;

/// <summary>An algorithm under one derived key. Thread-safe, but for <see cref="IDisposable.Dispose"/>: its last user calls that.</summary>
internal interface IPayloadCipher : IDisposable
{
    int NonceSize { get; }

    int TagSize { get; }

    int CiphertextLength(int plaintextLength);

    void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> ciphertext, Span<byte> tag);

    /// <summary>The plaintext; null when the value was changed in any way, or was sealed for something else. Checks before it decrypts.</summary>
    byte[]? TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associatedData);
}
