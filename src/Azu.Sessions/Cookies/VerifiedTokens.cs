using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// Tokens whose MAC this process has verified before, so that the next requests of the same visitor need not pay for it again. Holds a fixed
/// number; a newer one takes the place of an older.
/// <para>
/// An entry is a token with the SHA-256 of its secret in place of the secret. It is no credential, and no weaker than the token. A token that differs
/// in a single bit, wherever, is not known here. To be known without having verified, a token needs a second preimage of the secret's digest. Only
/// tokens that verified are entered.
/// </para>
/// </summary>
/// <param name="secretAt">Where the secret begins in a token. What stands before it is public.</param>
internal sealed class VerifiedTokens(int secretAt)
{
    private const int Places = 2048;

    // What stands in a place is never written to, only replaced, so no reader sees half of it.
    private readonly byte[]?[] _places = new byte[]?[Places];

    /// <summary>Whether exactly this token has verified; the digest of its secret comes with the answer.</summary>
    public bool TryFind(SessionId id, ReadOnlySpan<byte> token, out SecretHash hash)
    {
        hash = default;
        if (PlaceOf(id) is not { } known || !known.AsSpan(0, secretAt).SequenceEqual(token[..secretAt])) return false;
        hash = SecretHash.Of(token.Slice(secretAt, SessionSecret.Size));
        Span<byte> redacted = stackalloc byte[token.Length];
        Redact(token, hash, redacted);
        return CryptographicOperations.FixedTimeEquals(known, redacted);
    }

    /// <summary>Remembers a token that has just verified.</summary>
    public void Add(SessionId id, ReadOnlySpan<byte> token, SecretHash hash)
    {
        var redacted = new byte[token.Length];
        Redact(token, hash, redacted);
        PlaceOf(id) = redacted;
    }

    private void Redact(ReadOnlySpan<byte> token, SecretHash hash, Span<byte> redacted)
    {
        token[..secretAt].CopyTo(redacted);
        hash.WriteTo(redacted[secretAt..]);
        var restAt = secretAt + SessionSecret.Size;
        token[restAt..].CopyTo(redacted[restAt..]);
    }

    private ref byte[]? PlaceOf(SessionId id) => ref _places[id.GetHashCode() & (Places - 1)];
}
