using System.Text;

namespace Azu.Sessions.Tests;

/// <summary>
/// Vectors that another implementation computed, from root = bytes 0 to 31. With Python's hmac and hashlib:
/// <code>
/// kid = sha256(b"azu.kid.v1" + root).digest()[:4]
/// prk = hmac.new(b"azu.sessions.v1", root, sha256).digest()
/// sub = hmac.new(prk, b"azu.sessions.v1|" + purpose + b"\x01", sha256).digest()
/// L   = lambda s: struct.pack("&gt;I", len(s)) + s
/// body = b"\x21" + kid + bytes(range(0x40, 0x50)) + bytes(range(0x80, 0xa0))
/// mac  = hmac.new(sub("ref-mac"), L(b"shop") + L(b"_session") + body, sha256).digest()[:16]
/// token = base64.urlsafe_b64encode(body + mac)
/// pbkdf2 = pbkdf2_hmac("sha256", b"a passphrase of several words, quite long", bytes(range(16)), 1000, 32)
/// </code>
/// and the subkeys again with OpenSSL:
/// <code>openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:000102…1f -kdfopt salt:azu.sessions.v1 -kdfopt "info:azu.sessions.v1|ref-mac" HKDF</code>
/// </summary>
[Trait("Requirement", "R-60")]
public sealed class KnownAnswerTests
{
    private const string Token = "IW6gGSpAQUJDREVGR0hJSktMTU5PgIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp9y6F22bgBuWGLziUOwmk_s";

    private static readonly SessionId s_id = new([.. Enumerable.Range(0x40, 16).Select(i => (byte)i)]);
    private static readonly byte[] s_secret = [.. Enumerable.Range(0x80, 32).Select(i => (byte)i)];

    [Fact]
    public void The_key_id_is_the_start_of_a_labelled_hash() => Assert.Equal(0x6ea0192au, TestKeys.Counting.Id);

    [Theory]
    [InlineData("ref-mac", "9b1bec431ad6dd3943b8fa115d887eddc8272642b6a53afd59a612a1153d7fcc")]
    [InlineData("seal", "96d29a4297a9c96e64baea1ad3ec609b334b15b6569afdddba35b60fa9232f2b")]
    [InlineData("backplane-mac", "a81c9bd61b5edeecb8fd93a6240d816ccffb3d896f55262d68eb8911e6578df4")]
    [InlineData("binding", "a6a51d7895bb5ea115bd51529cf78d27641232610f5096670a1372dfcd154da4")]
    [InlineData("log", "d1f44bdd8f099a0cd52640a5fe7a450924e95e923bb600fe30e66542bbd658db")]
    [Trait("Requirement", "R-53")]
    public void Each_purpose_has_a_subkey_of_its_own(string purpose, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(TestKeys.Counting.Derive(purpose)));

    [Fact]
    public void A_token_is_written_as_elsewhere() =>
        Assert.Equal(Token, TestKeys.Protector(TestKeys.Counting).Write(s_id, new(s_secret), isSignedIn: false));

    [Fact]
    public void A_token_from_elsewhere_is_read()
    {
        Assert.Equal(TokenReading.Valid, TestKeys.Protector(TestKeys.Counting).Read(Token, out var token));
        Assert.Equal(s_id, token.Id);
        Assert.Equal(SecretHash.Of(s_secret), token.SecretHash);
    }

    [Fact]
    [Trait("Requirement", "R-64")]
    public void A_passphrase_is_stretched_by_PBKDF2()
    {
        var derivation = new KeyDerivationOptions { Iterations = 1000, Salt = "AAECAwQFBgcICQoLDA0ODw==" };
        var key = SecretText.ToRootKey("Secret", "a passphrase of several words, quite long", derivation);
        Assert.Equal("7db29f514fb10a68422d7b90b889d14c691febbe402e909a137c714823712d0c", Convert.ToHexStringLower(key));
    }

    [Fact]
    public void A_random_secret_is_the_key_itself_in_every_spelling()
    {
        byte[] root = [.. Enumerable.Range(100, 33).Select(i => (byte)(i * 7))];
        var derivation = new KeyDerivationOptions();
        Assert.Equal(root, SecretText.ToRootKey("Secret", Convert.ToBase64String(root), derivation));
        Assert.Equal(root, SecretText.ToRootKey("Secret", Convert.ToHexString(root), derivation));
        Assert.Equal(root, SecretText.ToRootKey("Secret", Convert.ToHexStringLower(root), derivation));
        Assert.Equal(root, SecretText.ToRootKey("Secret", System.Buffers.Text.Base64Url.EncodeToString(root), derivation));
        Assert.Equal(root, SecretText.ToRootKey("Secret", " " + Convert.ToBase64String(root) + "\n", derivation));
        Assert.Equal(44, Encoding.UTF8.GetByteCount(Convert.ToBase64String(root)));
    }
}
