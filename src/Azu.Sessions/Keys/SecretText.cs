using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Azu.Sessions;

/// <summary>What stands in a <c>Secret</c> setting, made into root key bytes; refuses what would protect nothing.</summary>
internal static class SecretText
{
    private const int MinimumBytes = 32;
    private const int MinimumSaltBytes = 16;
    private const int MinimumDistinctBytes = 16;

    private static readonly string[] s_placeholders = ["changeme", "change-me", "change_me", "secret", "placeholder", "example", "your-", "your_", "password",
        "default", "xxxxxxxx", "1234567890"];

    /// <summary>Random bytes in base64, base64url or hexadecimal are the key; any other text is a passphrase, and is stretched.</summary>
    /// <param name="setting">The name of the setting, for messages. The messages never contain the text.</param>
    /// <param name="text">What stands in the setting.</param>
    /// <param name="derivation">How a passphrase is stretched.</param>
    /// <exception cref="InsecureSecretException">The text is too short, a placeholder, or not random.</exception>
    public static byte[] ToRootKey(string setting, string text, KeyDerivationOptions derivation)
    {
        text = text.Trim();
        if (s_placeholders.Any(p => text.Contains(p, StringComparison.OrdinalIgnoreCase)))
            throw new InsecureSecretException($"{setting} is a placeholder. {HowToMakeOne}");

        if (!ReadsAsWords(text) && DecodeBytes(text) is { } bytes)
        {
            Require(bytes.Length >= MinimumBytes, setting, $"has {bytes.Length} bytes; at least {MinimumBytes} are needed");
            Require(bytes.Distinct().Count() >= MinimumDistinctBytes, setting, "repeats the same few bytes, so it is not random");
            return bytes;
        }

        Require(text.Length >= MinimumBytes, setting, $"has {text.Length} characters; at least {MinimumBytes} bytes are needed");
        Require(text.Distinct().Count() >= MinimumDistinctBytes / 2, setting, "repeats the same few characters");
        return Stretch(setting, text, derivation);
    }

    private const string HowToMakeOne = "Make one with: openssl rand -base64 32";

    private static byte[] Stretch(string setting, string passphrase, KeyDerivationOptions derivation)
    {
        var salt = derivation.Salt is null ? null : DecodeBytes(derivation.Salt);
        if (salt is null || salt.Length < MinimumSaltBytes)
            throw new InsecureSecretException($"{setting} is a passphrase (neither base64 nor hexadecimal), which needs KeyDerivation.Salt: at least " +
                $"{MinimumSaltBytes} bytes of base64, the same on every node. {HowToMakeOne}");
        return Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), salt, derivation.Iterations, HashAlgorithmName.SHA256, MinimumBytes);
    }

    /// <summary>
    /// Whether a text is words and no random bytes. Words with blanks or hyphens between them can be decoded as base64 too, because the decoder
    /// skips blanks. But 43 random characters have small letters and capitals, except one time in 10^9.
    /// </summary>
    private static bool ReadsAsWords(string text) =>
        !text.All(char.IsAsciiHexDigit) && (text.Contains(' ') || !text.Any(char.IsAsciiLetterUpper) || !text.Any(char.IsAsciiLetterLower));

    private static byte[]? DecodeBytes(string text)
    {
        if (text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)) return Convert.FromHexString(text);
        var unpadded = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(unpadded) ? Base64Url.DecodeFromChars(unpadded) : null;
    }

    private static void Require(bool holds, string setting, string what)
    {
        if (!holds) throw new InsecureSecretException($"{setting} {what}. {HowToMakeOne}");
    }
}
