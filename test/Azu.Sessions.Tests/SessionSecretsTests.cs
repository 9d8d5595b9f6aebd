namespace Azu.Sessions.Tests;

/// <summary>Making a secret, and naming it without showing it.</summary>
public sealed class SessionSecretsTests
{
    [Fact]
    public void A_generated_secret_is_one_that_an_application_starts_with_and_never_the_same()
    {
        var secrets = Enumerable.Range(0, 1000).Select(_ => SessionSecrets.Generate()).ToArray();
        Assert.Equal(secrets.Length, secrets.Distinct().Count());
        foreach (var secret in secrets)
        {
            Assert.Equal(32, Convert.FromBase64String(secret).Length);
            Assert.Equal(8, SessionSecrets.Fingerprint(secret).Length);
        }
    }

    [Fact]
    public async Task The_fingerprint_is_the_key_id_of_the_cookies_under_that_secret()
    {
        using var node = new EngineNode(new(new ManualTimeProvider()), new ManualTimeProvider());
        var browser = new CookieJar();
        await node.AddAsync(browser, "tea");
        var keyId = Convert.ToHexStringLower(System.Buffers.Text.Base64Url.DecodeFromChars(browser.Cookie).AsSpan(1, 4));
        Assert.Equal(keyId, SessionSecrets.Fingerprint(EngineNode.FirstSecret));
    }

    [Fact]
    public void The_fingerprint_says_nothing_about_the_secret_and_is_the_same_however_the_bytes_are_spelt()
    {
        var bytes = Given.Bytes(32, 7);
        var fingerprint = SessionSecrets.Fingerprint(Convert.ToBase64String(bytes));
        Assert.Equal(fingerprint, SessionSecrets.Fingerprint(Convert.ToHexString(bytes)));
        Assert.DoesNotContain(fingerprint, Convert.ToHexString(bytes), StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(fingerprint, SessionSecrets.Fingerprint(Convert.ToBase64String(Given.Bytes(32, 8))));
    }

    [Fact]
    public void A_passphrase_is_stretched_as_the_application_would()
    {
        const string Passphrase = "correct horse battery staple and some more words";
        var derivation = new KeyDerivationOptions { Salt = Convert.ToBase64String(Given.Bytes(16)), Iterations = 1000 };
        var fingerprint = SessionSecrets.Fingerprint(Passphrase, derivation);
        Assert.NotEqual(fingerprint, SessionSecrets.Fingerprint(Passphrase, new() { Salt = derivation.Salt, Iterations = 1001 }));
        Assert.Throws<InsecureSecretException>(() => SessionSecrets.Fingerprint(Passphrase));
    }

    [Fact]
    public void What_is_refused_is_not_shown()
    {
        var refusal = Assert.Throws<InsecureSecretException>(() => SessionSecrets.Fingerprint("my own little secret-changeme"));
        Assert.DoesNotContain("little", refusal.Message, StringComparison.Ordinal);
    }
}
