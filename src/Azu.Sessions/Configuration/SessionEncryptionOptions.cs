namespace Azu.Sessions;

/// <summary>Whether and how the payload of a session is encrypted before a store sees it.</summary>
public sealed class SessionEncryptionOptions
{
    /// <summary>
    /// Whether payloads are encrypted. Null: except in the presets Development and Testing. Switching it for an application that has sessions
    /// ends them: what was stored in plain is not read encrypted, nor the other way round.
    /// </summary>
    public bool? IsEnabled { get; set; }

    /// <summary>How new values are encrypted. Default: AES-256-GCM.</summary>
    public EncryptionAlgorithm Algorithm { get; set; } = EncryptionAlgorithm.Aes256Gcm;

    /// <summary>Which algorithms are decrypted. Empty, the default: all. Values of an algorithm that is not named are refused.</summary>
    public ISet<EncryptionAlgorithm> AcceptedAlgorithms { get; } = new HashSet<EncryptionAlgorithm>();
}
