using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// The SHA-256 of a session's bearer secret: all that a store ever sees of it. The secret itself exists in plain only in
/// the browser's cookie and in the request that carries it.
/// </summary>
public readonly struct SecretHash : IEquatable<SecretHash>
{
    /// <summary>The length of the digest in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private readonly Digest _digest;

    /// <summary>Reads a digest from exactly <see cref="Size"/> bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="digest"/> has another length.</exception>
    public SecretHash(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != Size) throw new ArgumentException($"A secret's digest has {Size} bytes, not {digest.Length}.", nameof(digest));
        digest.CopyTo(_digest);
    }

    /// <summary>The digest of <paramref name="secret"/>.</summary>
    public static SecretHash Of(ReadOnlySpan<byte> secret)
    {
        Span<byte> digest = stackalloc byte[Size];
        SHA256.HashData(secret, digest);
        return new SecretHash(digest);
    }

    /// <summary>Writes the digest into the first <see cref="Size"/> bytes of <paramref name="destination"/>.</summary>
    public void WriteTo(Span<byte> destination) => ((ReadOnlySpan<byte>)_digest).CopyTo(destination);

    /// <summary>Compares in constant time.</summary>
    public bool Equals(SecretHash other) => CryptographicOperations.FixedTimeEquals(_digest, other._digest);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SecretHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => MemoryMarshal.Read<int>(_digest);

    /// <summary>Says nothing about the digest.</summary>
    public override string ToString() => "[redacted]";

    /// <summary>Compares in constant time.</summary>
    public static bool operator ==(SecretHash left, SecretHash right) => left.Equals(right);

    /// <summary>Compares in constant time.</summary>
    public static bool operator !=(SecretHash left, SecretHash right) => !left.Equals(right);

    [InlineArray(Size)]
    private struct Digest
    {
        private byte _first;
    }
}
