namespace Azu.Sessions.Tests;

[Trait("Requirement", "R-58")]
public sealed class SuiteTests
{
    private static readonly KeyRing s_ring = new(Given.Key(1));

    [Fact]
    public void A_suite_that_is_not_accepted_is_refused_although_its_values_are_valid()
    {
        foreach (var suite in Given.Suites)
        {
            var keys = Given.Keys(suite, s_ring);
            var value = Given.PayloadEncryptor(keys).Seal([1], []);
            var other = Given.Suites.Single(s => s != suite);
            Assert.Equal(DecryptionResult.Refused, Given.PayloadEncryptor(keys, other).Refuses(value, []));
            Given.PayloadEncryptor(keys, suite).Opens(value, [], [1]);
        }
    }

    [Fact]
    public void Both_suites_open_where_both_are_accepted()
    {
        foreach (var suite in Given.Suites)
        {
            var value = Given.PayloadEncryptor(Given.Keys(suite, s_ring)).Seal([1], []);
            foreach (var own in Given.Suites) Given.PayloadEncryptor(Given.Keys(own, s_ring)).Opens(value, [], [1]);
        }
    }

    [Fact]
    public void The_first_byte_names_the_suite_and_every_other_is_refused()
    {
        foreach (var suite in Given.Suites)
        {
            var encryptor = Given.PayloadEncryptor(Given.Keys(suite, s_ring));
            var value = encryptor.Seal([1], []);
            Assert.Equal((byte)suite, value[0]);
            for (var first = 0; first < 256; first++)
            {
                if (first == (byte)suite) continue;
                value[0] = (byte)first;
                Assert.Equal(DecryptionResult.Refused, encryptor.Refuses(value, []));
            }
        }
    }

    [Fact]
    public void A_key_is_derived_for_its_suite_alone()
    {
        // The same root and salt under the other suite's name: even the first 32 bytes are others.
        var key = Given.Key(1);
        byte[] Derive(byte suite) =>
            System.Security.Cryptography.HKDF.DeriveKey(System.Security.Cryptography.HashAlgorithmName.SHA256, key.Sealing, 32, new byte[16], [suite]);
        Assert.NotEqual(Derive(1), Derive(2));
    }

    [Fact]
    public void A_suite_that_does_not_exist_is_refused_at_startup()
    {
        var options = new SessionEncryptionOptions();
        options.AcceptedAlgorithms.UnionWith([EncryptionAlgorithm.Aes256Gcm, (EncryptionAlgorithm)3]);
        Assert.Contains("AcceptedAlgorithms", Refusal(options), StringComparison.Ordinal);

        options = new() { Algorithm = (EncryptionAlgorithm)3 };
        Assert.Contains("Algorithm", Refusal(options), StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_that_is_sealed_with_but_not_accepted_is_refused_at_startup()
    {
        var options = new SessionEncryptionOptions();
        options.AcceptedAlgorithms.Add(EncryptionAlgorithm.Aes256CbcHmacSha256);
        Assert.Contains("Encryption.Algorithm", Refusal(options), StringComparison.Ordinal);
    }

    private static string Refusal(SessionEncryptionOptions options) =>
        new SessionEncryptionOptionsValidator().Validate(null, options).FailureMessage!;
}
