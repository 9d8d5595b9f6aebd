using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>What may stand in a Secret setting.</summary>
[Trait("Requirement", "R-52")]
public sealed class SecretTextTests
{
    private const string Salt = "AAECAwQFBgcICQoLDA0ODw==";

    private static readonly KeyDerivationOptions s_derivation = new() { Salt = Salt, Iterations = 1 };

    [Fact]
    public void Random_bytes_are_the_key_in_whatever_spelling()
    {
        for (var i = 0; i < 300; i++)
        {
            var root = RandomNumberGenerator.GetBytes(32 + i % 40);
            var base64 = Convert.ToBase64String(root);
            foreach (var text in new[] { base64, base64.TrimEnd('='), base64.Replace('+', '-').Replace('/', '_'), Convert.ToHexString(root),
                Convert.ToHexStringLower(root), $"  {base64}\n" })
            {
                Assert.Equal(root, SecretText.ToRootKey("Secret", text, new()));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw")] // base64 of 30 bytes
    [InlineData("0f1e2d3c4b5a69788796a5b4c3d2e1f0")] // 16 bytes in hex
    [InlineData("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1")] // 31 bytes in hex
    [InlineData("a passphrase too short")]
    public void What_is_too_short_is_refused(string text) => AssertRefused(text, "at least 32");

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("0102030401020304010203040102030401020304010203040102030401020304")]
    [InlineData("AbXyAbXyAbXyAbXyAbXyAbXyAbXyAbXyAbXyAbXyAbXy")]
    [InlineData("abababababababababababababababab, abababab")]
    [InlineData("................................................")]
    public void What_repeats_itself_is_refused(string text) => AssertRefused(text, "repeats");

    [Theory]
    [InlineData("changeme-changeme-changeme-changeme")]
    [InlineData("please-CHANGE_ME-before-you-deploy-this-application")]
    [InlineData("your-secret-key-goes-right-here-123")]
    [InlineData("My super Secret passphrase of an application")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("a default key for the development of this thing")]
    [InlineData("PasswordPasswordPasswordPasswordPasswordPass")]
    [InlineData("a placeholder until somebody finds the real one")]
    [InlineData("taken out of an example that everybody can read")]
    [InlineData("your_key_goes_right_here_and_nowhere_else_123")]
    [InlineData("a Change-Me key that everybody can look up, too")]
    public void A_placeholder_is_refused(string text) => AssertRefused(text, "placeholder");

    [Fact]
    public void What_is_just_long_and_varied_enough_is_taken()
    {
        byte[] sixteen = [.. Given.Bytes(16, 100), .. Given.Bytes(16, 100)];
        Assert.Equal(sixteen, SecretText.ToRootKey("Secret", Convert.ToHexString(sixteen), new()));
        sixteen[0] = sixteen[1];
        sixteen[16] = sixteen[1];
        AssertRefused(Convert.ToHexString(sixteen), "repeats");

        // Eight different characters, 32 in all; then one fewer of either.
        Assert.Equal(32, SecretText.ToRootKey("Secret", "eight !.eight !.eight !.eight !.", s_derivation).Length);
        AssertRefused("eight !.eight !.eight !.eight !", "at least 32");
        AssertRefused("eight !eight !eight !eight !eight !", "repeats");
    }

    [Fact]
    public void Random_secrets_are_never_taken_for_placeholders()
    {
        // Four letters that are the same come up now and then; in all of base64 they are no sign of a placeholder.
        SecretText.ToRootKey("Secret", "k7xXxX2mQp0Zr/4yVn8sLw1tGhB3jUeFcD5aK9oTiRE=", new());
        for (var i = 0; i < 5_000; i++) SecretText.ToRootKey("Secret", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), new());
    }

    [Theory]
    [Trait("Requirement", "R-64")]
    [InlineData("a lighthouse keeper counts these ships at night", true)] // the base64 decoder skips blanks
    [InlineData("correct-horse-battery-staple-correct-horse-carts", true)] // hyphens belong to base64url
    [InlineData("onelongstringofsmalllettersthatisnotrandomatalls", true)]
    [InlineData("ONELONGSTRINGOFCAPITALSTHATISNOTRANDOMATALLEVERS", true)]
    [InlineData("A Few Words With Capitals And Blanks Between Them Now", true)]
    [InlineData("words, and punctuation: forty characters or so!", false)]
    [InlineData("Zwölf Boxkämpfer jagen Viktor quer über den Deich", false)]
    public void Words_are_always_stretched_although_some_could_be_decoded(string text, bool couldBeDecoded)
    {
        Assert.Equal(couldBeDecoded, System.Buffers.Text.Base64Url.IsValid(text));
        var expected = Rfc2898DeriveBytes.Pbkdf2(text, Convert.FromBase64String(Salt), 1, HashAlgorithmName.SHA256, 32);
        Assert.Equal(expected, SecretText.ToRootKey("Secret", text, s_derivation));
        AssertRefused(text, "KeyDerivation.Salt", new() { Iterations = 1 });
    }

    [Theory]
    [Trait("Requirement", "R-64")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAECAwQFBgcICQoLDA0O")] // 15 bytes
    [InlineData("not base64!")]
    public void A_passphrase_without_a_salt_of_sixteen_bytes_is_refused(string? salt) =>
        AssertRefused("words, and punctuation: forty characters or so!", "KeyDerivation.Salt", new() { Salt = salt, Iterations = 1 });

    [Fact]
    [Trait("Requirement", "R-64")]
    public void Salt_and_iterations_count()
    {
        const string Words = "words, and punctuation: forty characters or so!";
        var roots = new[] { s_derivation, new() { Salt = Salt, Iterations = 2 }, new() { Salt = "EBESExQVFhcYGRobHB0eHw==", Iterations = 1 } }
            .Select(d => Convert.ToHexString(SecretText.ToRootKey("Secret", Words, d)));
        Assert.Distinct(roots);
    }

    [Fact]
    [Trait("Requirement", "R-64")]
    public void Six_hundred_thousand_iterations_are_the_default() => Assert.Equal(600_000, new KeyDerivationOptions().Iterations);

    private static void AssertRefused(string text, string because, KeyDerivationOptions? derivation = null)
    {
        var message = Assert.Throws<InsecureSecretException>(() => SecretText.ToRootKey("TheSetting", text, derivation ?? s_derivation)).Message;
        Assert.StartsWith("TheSetting ", message, StringComparison.Ordinal);
        Assert.Contains(because, message, StringComparison.Ordinal);
        if (text.Length > 6) Assert.DoesNotContain(text, message, StringComparison.OrdinalIgnoreCase);
    }
}
