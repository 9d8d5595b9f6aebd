using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>Makes secrets for <c>SESSION_SECRET</c>, and tells them apart without showing them.</summary>
public static class SessionSecrets
{
    private const int Bytes = 32;

    /// <summary>A new secret: 32 random bytes in base64. It belongs into the place where secrets are kept, and into no log.</summary>
    public static string Generate() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>
    /// A short public name of a secret, 8 hexadecimal digits: the same on every node that has the same secret, and the one that the log gives at
    /// start-up. It is the key id that every cookie carries, and says nothing about the secret.
    /// </summary>
    /// <param name="secret">The secret, as it stands in the setting.</param>
    /// <param name="derivation">How a passphrase is stretched; not needed for random bytes.</param>
    /// <exception cref="InsecureSecretException">It is no secret that an application would start with; the message says why and never shows it.</exception>
    public static string Fingerprint(string secret, KeyDerivationOptions? derivation = null)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return new SessionKey(SecretText.ToRootKey("The secret", secret, derivation ?? new())).Fingerprint;
    }
}
