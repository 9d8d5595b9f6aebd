using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>Values made of the parts of others that are valid each for itself.</summary>
[Trait("Requirement", "R-55")]
public sealed class SwapTests
{
    private const int Fields = 6, Values = 20;
    private static readonly byte[] s_context = [1, 2, 3];

    public static TheoryData<EncryptionAlgorithm> EachSuite => Given.EachSuite;

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void No_exchange_of_fields_between_two_values_of_one_key_opens(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        for (var i = 0; i < Values; i++) AssertNoMixtureOpens(encryptor, Seal(encryptor, i), Seal(encryptor, i));
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void No_exchange_of_fields_between_two_processes_opens(EncryptionAlgorithm suite)
    {
        var ring = new KeyRing(Given.Key(1));
        var (one, other) = (Given.PayloadEncryptor(Given.Keys(suite, ring)), Given.PayloadEncryptor(Given.Keys(suite, ring)));
        for (var i = 0; i < Values; i++) AssertNoMixtureOpens(one, Seal(one, i), Seal(other, i));
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void No_exchange_of_fields_between_two_root_keys_opens(EncryptionAlgorithm suite)
    {
        var (one, other) = (Given.Key(1), Given.Key(2));
        var reader = Given.PayloadEncryptor(Given.Keys(suite, new(one, previous: [other])));
        var writer = Given.PayloadEncryptor(Given.Keys(suite, new(other)));
        for (var i = 0; i < Values; i++) AssertNoMixtureOpens(reader, Seal(reader, i), Seal(writer, i));
    }

    [Fact]
    [Trait("Requirement", "R-58")]
    public void No_exchange_of_fields_between_the_suites_opens()
    {
        var ring = new KeyRing(Given.Key(1));
        var (gcm, cbc) = (Given.PayloadEncryptor(Given.Keys(EncryptionAlgorithm.Aes256Gcm, ring)),
            Given.PayloadEncryptor(Given.Keys(EncryptionAlgorithm.Aes256CbcHmacSha256, ring)));
        for (var i = 0; i < Values; i++)
        {
            var (one, other) = (Seal(gcm, i), Seal(cbc, i));
            AssertNoMixtureOpens(gcm, one, other);
            AssertNoMixtureOpens(gcm, other, one);
        }
    }

    [Fact]
    [Trait("Requirement", "R-58")]
    public void A_value_that_names_the_other_suite_does_not_open()
    {
        foreach (var suite in Given.Suites)
        {
            var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
            foreach (var (value, context, _) in Given.TwentyValues(encryptor))
            {
                value[0] ^= 0x03;
                Assert.Equal(DecryptionResult.Refused, encryptor.Refuses(value, context));
            }
        }
    }

    private static byte[][] Seal(PayloadEncryptor encryptor, int length)
    {
        var value = encryptor.Seal(RandomNumberGenerator.GetBytes(length * 5), s_context);
        return [.. SealedValue.FieldsOf(value).Select(range => value[range])];
    }

    private static void AssertNoMixtureOpens(PayloadEncryptor encryptor, byte[][] one, byte[][] other)
    {
        var whole = new[] { one, other }.Select(Join).ToList();
        Assert.All(whole, value => Assert.Equal(DecryptionResult.Opened, encryptor.TryOpen(value, s_context, out _)));
        var tried = 0;
        for (var chosen = 0; chosen < 1 << Fields; chosen++)
        {
            var mixture = Join([.. Enumerable.Range(0, Fields).Select(field => ((chosen >> field) & 1) == 0 ? one[field] : other[field])]);
            if (whole.Any(value => value.AsSpan().SequenceEqual(mixture))) continue;
            tried++;
            encryptor.Refuses(mixture, s_context);
        }

        // With one key the first three fields are the same; nonce and tag always differ, the ciphertext where there is one.
        Assert.InRange(tried, 2, (1 << Fields) - 2);
    }

    private static byte[] Join(byte[][] fields) => [.. fields.SelectMany(f => f)];
}
