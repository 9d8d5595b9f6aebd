using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>The bearer secret in plain: 256 random bits. It lives in the cookie and in the request that carries or makes it, nowhere else.</summary>
internal readonly struct SessionSecret
{
    public const int Size = 32;

    private readonly Bytes _bytes;

    public SessionSecret(ReadOnlySpan<byte> bytes) => bytes[..Size].CopyTo(_bytes);

    /// <summary>A new secret. The system draws it now: drawn ahead, it would be the same in two clones of a process.</summary>
    public static SessionSecret New()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        var secret = new SessionSecret(bytes);
        bytes.Clear();
        return secret;
    }

    public SecretHash Hash() => SecretHash.Of(_bytes);

    public void WriteTo(Span<byte> destination) => ((ReadOnlySpan<byte>)_bytes).CopyTo(destination);

    public override string ToString() => "[redacted]";

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }
}
