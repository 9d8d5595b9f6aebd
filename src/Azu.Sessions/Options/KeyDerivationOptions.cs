namespace Azu.Sessions;

/// <summary>How a passphrase becomes a key: PBKDF2-HMAC-SHA256, once per process. Not used for secrets that are random bytes already.</summary>
public sealed class KeyDerivationOptions
{
    /// <summary>Iterations. Default, and minimum in every preset but Testing: 600 000 (OWASP Password Storage Cheat Sheet).</summary>
    public int Iterations { get; set; } = 600_000;

    /// <summary>At least 16 bytes of base64, the same on every node, different for every application. Required with a passphrase.</summary>
    public string? Salt { get; set; }
}
