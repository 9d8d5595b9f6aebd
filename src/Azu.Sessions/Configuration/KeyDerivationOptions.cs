namespace Azu.Sessions;

/// <summary>How a passphrase becomes a key: PBKDF2-HMAC-SHA256, once per process. Not used for secrets that are random bytes already.</summary>
public sealed class KeyDerivationOptions
{
    internal const int MinimumIterations = 600_000;

    /// <summary>Iterations. Default and minimum outside of tests: 600 000 (OWASP Password Storage Cheat Sheet).</summary>
    public int Iterations { get; set; } = MinimumIterations;

    /// <summary>At least 16 bytes of base64, the same on every node, different for every application. Required with a passphrase.</summary>
    public string? Salt { get; set; }
}
