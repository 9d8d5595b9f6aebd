using System.Text;

namespace Azu.Sessions.Tests;

/// <summary>A value opens for the purpose, application, name and context that it was sealed for, and for no other.</summary>
[Trait("Requirement", "R-54")]
public sealed class ScopeTests
{
    private static readonly string[] s_texts = ["", "a", "ab", "ä"];

    public static TheoryData<EncryptionAlgorithm> EachSuite => Given.EachSuite;

    [Theory]
    [MemberData(nameof(EachSuite))]
    [Trait("Requirement", "R-53")]
    public void Of_the_whole_matrix_only_the_diagonal_opens(EncryptionAlgorithm suite)
    {
        var keys = Given.Keys(suite);
        var texts = s_texts[..3];
        var scopes = (from purpose in texts
                      from application in texts
                      from name in texts
                      select new PayloadEncryptor(keys, Given.Suites.ToHashSet(), purpose,
            application, name)).ToList();
        var contexts = texts.Select(Encoding.UTF8.GetBytes).ToList();
        var places = (from scope in scopes from context in contexts select (scope, context)).ToList();
        var values = places.Select(place => place.scope.Seal("content"u8, place.context)).ToList();
        for (var made = 0; made < places.Count; made++)
        {
            for (var read = 0; read < places.Count; read++)
            {
                var reading = places[read].scope.TryOpen(values[made], places[read].context, out _);
                if (reading == DecryptionResult.Opened != (made == read)) Assert.Fail($"Sealed as {made}, opened as {read}: {reading}");
            }
        }
    }

    [Theory]
    [InlineData("ab", "c", "x", "a", "bc", "x")]
    [InlineData("ab", "c", "x", "abc", "", "x")]
    [InlineData("p", "ab", "c", "p", "a", "bc")]
    [InlineData("p", "", "abc", "p", "abc", "")]
    [InlineData("p", "a", "b", "p", "b", "a")]
    [InlineData("p", "a\0\0\0\u0001b", "", "p", "a", "b\0\0\0\0")]
    [InlineData("p", "Shop", "n", "p", "shop", "n")]
    [InlineData("p", "\u00e9", "n", "p", "e\u0301", "n")]
    public void Texts_that_run_together_to_the_same_are_different(string purpose, string application, string name, string otherPurpose,
        string otherApplication, string otherName)
    {
        foreach (var suite in Given.Suites)
        {
            var keys = Given.Keys(suite);
            var one = new PayloadEncryptor(keys, Given.Suites.ToHashSet(), purpose, application, name);
            var other = new PayloadEncryptor(keys, Given.Suites.ToHashSet(), otherPurpose, otherApplication, otherName);
            Assert.Equal(DecryptionResult.Refused, other.Refuses(one.Seal("x"u8, []), []));
            Assert.Equal(DecryptionResult.Refused, one.Refuses(other.Seal("x"u8, []), []));
        }
    }

    [Fact]
    public void The_end_of_a_name_is_not_the_beginning_of_the_context()
    {
        var keys = Given.Keys();
        PayloadEncryptor Of(string name) => new(keys, Given.Suites.ToHashSet(), "p", "a", name);
        Of("n").Refuses(Of("nc").Seal("x"u8, []), "c"u8.ToArray());
        Of("nc").Refuses(Of("n").Seal("x"u8, "c"u8), []);
    }

    [Fact]
    public void Associated_data_on_the_stack_and_on_the_heap_are_the_same()
    {
        foreach (var suite in Given.Suites)
        {
            var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
            for (var length = 430; length < 560; length++)
            {
                var context = Given.Bytes(length);
                encryptor.Opens(encryptor.Seal("x"u8, context), context, [(byte)'x']);
                context[^1] ^= 1;
                encryptor.Refuses(encryptor.Seal("x"u8, Given.Bytes(length)), context);
            }

            var longest = Given.Bytes(100_000);
            encryptor.Opens(encryptor.Seal("x"u8, longest), longest, [(byte)'x']);
        }
    }

    [Fact]
    public void Every_purpose_has_a_subkey_of_its_own()
    {
        // A value of one kind is no value of another, whatever the texts say: the keys differ.
        var key = Given.Key(1);
        var mac = new byte[32];
        key.TokenMac([], "message"u8, mac);
        string[] macs = [Convert.ToHexString(mac),
            .. new[] { key.Sealing, key.Binding }.Select(k => Convert.ToHexString(System.Security.Cryptography.HMACSHA256.HashData(k, "message"u8)))];
        Assert.Distinct(macs);
        Assert.NotEqual(key.Sealing, key.Binding);
    }
}
