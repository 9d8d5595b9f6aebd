using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace Azu.Sessions.Tests;

[Trait("Requirement", "R-60")]
public sealed class VectorTests
{
    private static readonly VectorFile s_vectors = VectorFile.Read();

    [Fact]
    public void Key_ids_are_those_of_the_other_implementation() =>
        Assert.All(s_vectors.Keys, v => Assert.Equal(v.Id, new SessionKey(Hex(v.Root)).Id.ToString("x8", null)));

    [Fact]
    [Trait("Requirement", "R-53")]
    public void Subkeys_are_those_of_the_other_implementation() =>
        Assert.All(s_vectors.Keys, v =>
        {
            var key = new SessionKey(Hex(v.Root));
            Assert.Equal(v.Subkeys["seal"], Convert.ToHexStringLower(key.Sealing));
            Assert.Equal(v.Subkeys["binding"], Convert.ToHexStringLower(key.Binding));
            var mac = new byte[32];
            key.TokenMac("one"u8, "two"u8, mac);
            Assert.Equal(HMACSHA256.HashData(Hex(v.Subkeys["ref-mac"]), "onetwo"u8), mac);
        });

    [Fact]
    public void Ciphers_seal_to_the_same_bytes() =>
        Assert.All(s_vectors.Sealed, v =>
        {
            using IPayloadCipher cipher = v.Suite == EncryptionAlgorithm.Aes256Gcm ? new AesGcmCipher(Hex(v.Key)) : new AesCbcHmacCipher(Hex(v.Key));
            var plaintext = Hex(v.Plaintext);
            var (ciphertext, tag) = (new byte[cipher.CiphertextLength(plaintext.Length)], new byte[cipher.TagSize]);
            cipher.Seal(Hex(v.Nonce), plaintext, Hex(v.AssociatedData), ciphertext, tag);
            Assert.Equal(v.Value, Convert.ToHexStringLower([.. Hex(v.AssociatedData)[..21], .. Hex(v.Nonce), .. ciphertext, .. tag]));
        });

    [Fact]
    public void Values_that_the_other_side_sealed_open_here()
    {
        Assert.Equal(Given.Suites, s_vectors.Sealed.Select(v => v.Suite).Distinct());
        Assert.All(s_vectors.Sealed, v => EncryptorOf(v.Root, v.Purpose, v.Application, v.Name).Opens(Hex(v.Value), Hex(v.Context), Hex(v.Plaintext)));
    }

    [Fact]
    public void The_same_values_do_not_open_when_the_other_sides_associated_data_is_changed() =>
        Assert.All(s_vectors.Sealed, v =>
        {
            foreach (var (purpose, application, name) in new[] { (v.Purpose + "x", v.Application, v.Name), (v.Purpose, v.Application + "x", v.Name),
                (v.Purpose, v.Application, v.Name + "x") })
            {
                EncryptorOf(v.Root, purpose, application, name).Refuses(Hex(v.Value), Hex(v.Context));
            }
        });

    [Fact]
    public void Values_that_are_sealed_here_were_opened_by_the_other_side()
    {
        var values = VectorFile.Read<OwnSeal[]>("sealed-by-dotnet.json");
        Assert.Equal(40, values.Length);
        // The mark is set by make_vectors.py --check. The values open here too, so they are of the format as it is now.
        Assert.All(values, v =>
        {
            Assert.True(v.Verified, "Run make_vectors.py --check.");
            EncryptorOf(v.Root, v.Purpose, v.Application, v.Name).Opens(Hex(v.Value), Hex(v.Context), Hex(v.Plaintext));
        });
        Assert.Equal(20, values.Count(v => v.Value.StartsWith("01", StringComparison.Ordinal)));
    }

    [Fact]
    public void Values_for_the_other_side_are_written()
    {
        var values = Given.Suites.SelectMany(suite => Enumerable.Range(0, 20).Select(i => Seal(suite, i))).ToList();
        Assert.All(values, v => EncryptorOf(v.Root, v.Purpose, v.Application, v.Name).Opens(Hex(v.Value), Hex(v.Context), Hex(v.Plaintext)));
        if (Environment.GetEnvironmentVariable("AZU_WRITE_VECTORS") == "1") File.WriteAllText(Path.Combine(Folder(), "sealed-by-dotnet.json"),
            JsonSerializer.Serialize(values, VectorFile.Json) + "\n");
    }

    [Fact]
    public void Tokens_are_written_and_read_as_by_the_other_side() =>
        Assert.All(s_vectors.Tokens, v =>
        {
            var tokens = new TokenProtector(new(new SessionKey(Hex(v.Root))), v.Application, v.Cookie);
            Assert.Equal(v.Token, tokens.Write(new(Hex(v.Id)), new(Hex(v.Secret)), isSignedIn: false));
            Assert.Equal(TokenReading.Valid, tokens.Read(v.Token, out var token));
            Assert.Equal((new SessionId(Hex(v.Id)), SecretHash.Of(Hex(v.Secret))), (token.Id, token.SecretHash));
            Assert.Equal(v.SecretHash, Convert.ToHexStringLower(SHA256.HashData(Hex(v.Secret))));
            Assert.Equal(TokenReading.Forged, new TokenProtector(new(new SessionKey(Hex(v.Root))), v.Application + "x", v.Cookie).Read(v.Token, out _));
            Assert.Equal(TokenReading.Forged, new TokenProtector(new(new SessionKey(Hex(v.Root))), v.Application, v.Cookie + "x").Read(v.Token, out _));
        });

    [Fact]
    public void Fingerprints_are_those_of_the_other_side() =>
        Assert.All(s_vectors.Fingerprints, v =>
        {
            var binding = new ClientBinding(new(new SessionKey(Hex(v.Root))), new() { IpAddress = AddressBinding.Prefix, UserAgent = true });
            var made = binding.Fingerprint(new(Hex(v.Id)), new(IPAddress.Parse(v.Address), v.UserAgent));
            Assert.Equal(v.Fingerprint, Convert.ToHexStringLower(made.Span));
        });

    [Fact]
    [Trait("Requirement", "R-64")]
    public void Passphrases_are_stretched_as_by_the_other_side() =>
        Assert.All(s_vectors.Passphrases, v =>
            Assert.Equal(v.Key, Convert.ToHexStringLower(SecretText.ToRootKey("Secret", v.Passphrase, new() { Salt = v.Salt, Iterations = v.Iterations }))));

    private static OwnSeal Seal(EncryptionAlgorithm suite, int i)
    {
        var (root, context, plaintext) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(i * 2), RandomNumberGenerator.GetBytes(i * 7));
        var (purpose, application, name) = (i % 2 == 0 ? "payload" : "cookie", i % 3 == 0 ? "azu" : "Läden & Söhne", new string('n', i * 40));
        var encryptor = new PayloadEncryptor(Given.Keys(suite, new(new SessionKey(root))), Given.Suites.ToHashSet(), purpose, application, name);
        return new(
            Convert.ToHexStringLower(root), purpose, application, name, Convert.ToHexStringLower(context), Convert.ToHexStringLower(plaintext),
                Convert.ToHexStringLower(encryptor.Seal(plaintext, context)), Verified: false);
    }

    private static PayloadEncryptor EncryptorOf(string root, string purpose, string application, string name) =>
        new(Given.Keys(ring: new(new SessionKey(Hex(root)))), Given.Suites.ToHashSet(), purpose, application, name);

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
