namespace Azu.Sessions;

/// <summary>How values are sealed. The number is the first byte of a sealed value.</summary>
public enum EncryptionAlgorithm : byte
{
    /// <summary>AES-256-GCM with a random 96-bit nonce and a 128-bit tag. The default.</summary>
    Aes256Gcm = 0x01,

    /// <summary>AES-256-CBC with a random IV, then HMAC-SHA256 over it (encrypt-then-MAC, independent keys). Key-committing.</summary>
    Aes256CbcHmacSha256 = 0x02,
}
