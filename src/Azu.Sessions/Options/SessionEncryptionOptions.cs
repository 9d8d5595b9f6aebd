namespace Azu.Sessions;

/// <summary>Whether and how the payload of a session is sealed before a store sees it.</summary>
public sealed class SessionEncryptionOptions
{
    /// <summary>
    /// Whether payloads are sealed. Null: except in the presets Development and Testing. Switching it for an application that has sessions
    /// ends them: what was stored in plain is not read sealed, nor the other way round.
    /// </summary>
    public bool? IsEnabled { get; set; }

    /// <summary>How new values are sealed. Default: AES-256-GCM.</summary>
    public EncryptionAlgorithm Suite { get; set; } = EncryptionAlgorithm.Aes256Gcm;

    /// <summary>Which suites are opened. Default: both. Removing one refuses its values.</summary>
    public ISet<EncryptionAlgorithm> AcceptedAlgorithms { get; } = new HashSet<EncryptionAlgorithm> { EncryptionAlgorithm.Aes256Gcm, EncryptionAlgorithm.Aes256CbcHmacSha256 };
}
