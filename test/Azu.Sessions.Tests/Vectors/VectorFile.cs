using System.Text.Json;

namespace Azu.Sessions.Tests;

/// <summary>What another implementation computed; see make_vectors.py. Bytes are in hexadecimal.</summary>
internal sealed record VectorFile(KeyVector[] Keys, ForeignSeal[] Sealed, TokenVector[] Tokens, FingerprintVector[] Fingerprints,
    PassphraseVector[] Passphrases)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    public static VectorFile Read() => Read<VectorFile>("vectors.json");

    public static T Read<T>(string name)
    {
        using var stream = typeof(VectorFile).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }
}

internal sealed record KeyVector(string Root, string Id, Dictionary<string, string> Subkeys);

internal sealed record ForeignSeal(
    string Root, EncryptionAlgorithm Suite, string Salt, string Key, string Nonce, string Purpose, string Application, string Name, string Context,
        string AssociatedData, string Plaintext, string Value);

internal sealed record OwnSeal(string Root, string Purpose, string Application, string Name, string Context, string Plaintext, string Value, bool Verified);

internal sealed record TokenVector(string Root, string Application, string Cookie, string Id, string Secret, string SecretHash, string Token);

internal sealed record FingerprintVector(string Root, string Id, string Address, string UserAgent, string Fingerprint);

internal sealed record PassphraseVector(string Passphrase, string Salt, int Iterations, string Key);
