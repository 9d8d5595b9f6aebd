using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

[Trait("Requirement", "R-55")]
public sealed class TamperTests
{
    public static TheoryData<EncryptionAlgorithm> EachSuite => Given.EachSuite;

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void What_was_not_touched_opens(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        Assert.All(Given.TwentyValues(encryptor), v => encryptor.Opens(v.Value, v.Context, v.Plaintext));
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Every_changed_bit_is_noticed(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        foreach (var sealedValue in Given.TwentyValues(encryptor))
        {
            var value = sealedValue.Value;
            for (var bit = 0; bit < value.Length * 8; bit++)
            {
                value[bit / 8] ^= (byte)(1 << (bit % 8));
                var reading = encryptor.Refuses(value, sealedValue.Context);
                // A key id that is not known is a deploy in progress; whatever else is wrong is refused for good.
                Assert.Equal(bit / 8 is >= 1 and < 5 ? DecryptionResult.UnknownKey : DecryptionResult.Refused, reading);
                value[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            encryptor.Opens(value, sealedValue.Context, sealedValue.Plaintext);
        }
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Every_changed_bit_of_the_context_is_noticed(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        foreach (var (value, context, _) in Given.TwentyValues(encryptor))
        {
            for (var bit = 0; bit < context.Length * 8; bit++)
            {
                context[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Equal(DecryptionResult.Refused, encryptor.Refuses(value, context));
                context[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            encryptor.Refuses(value, []);
            encryptor.Refuses(value, context[..^1]);
            encryptor.Refuses(value, [.. context, 0]);
        }
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Every_truncation_is_noticed(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        foreach (var (value, context, _) in Given.TwentyValues(encryptor))
        {
            for (var length = 0; length < value.Length; length++)
            {
                encryptor.Refuses(value[..length], context);
                encryptor.Refuses(value[^length..], context);
                encryptor.Refuses([.. value[..length], .. value[(length + 1)..]], context);
            }
        }
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Every_extension_is_noticed(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        foreach (var (value, context, _) in Given.TwentyValues(encryptor))
        {
            for (var extra = 1; extra <= 48; extra++)
            {
                encryptor.Refuses([.. value, .. new byte[extra]], context);
                encryptor.Refuses([.. value, .. RandomNumberGenerator.GetBytes(extra)], context);
                encryptor.Refuses([.. new byte[extra], .. value], context);
            }

            encryptor.Refuses([.. value, .. value], context);
            foreach (var field in SealedValue.FieldsOf(value))
            {
                if (value[field].Length > 0) encryptor.Refuses([.. value[..field.End], .. value[field], .. value[field.End..]], context);
                encryptor.Refuses([.. value[..field.End], 0, .. value[field.End..]], context);
            }
        }
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void A_tag_that_is_empty_cut_zeroed_or_filled_is_noticed(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        foreach (var (value, context, _) in Given.TwentyValues(encryptor))
        {
            var tag = SealedValue.FieldsOf(value)[5];
            var body = value[..tag.Start];
            var length = value[tag].Length;
            encryptor.Refuses(body, context);
            encryptor.Refuses([.. body, .. new byte[length]], context);
            encryptor.Refuses([.. body, .. Enumerable.Repeat((byte)0xFF, length)], context);
            encryptor.Refuses([.. body, .. value[tag].Reverse()], context);
            for (var kept = 0; kept < length; kept++)
            {
                encryptor.Refuses([.. body, .. value[tag][..kept]], context);
                encryptor.Refuses([.. body, .. value[tag][..kept], .. new byte[length - kept - 1], (byte)(value[^1] ^ 1)], context);
            }
        }
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Every_field_that_is_emptied_or_zeroed_is_noticed(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        foreach (var (value, context, _) in Given.TwentyValues(encryptor))
        {
            foreach (var field in SealedValue.FieldsOf(value).Where(f => value[f].Length > 0))
            {
                encryptor.Refuses([.. value[..field.Start], .. value[field.End..]], context);
                encryptor.Refuses([.. value[..field.Start], .. new byte[value[field].Length], .. value[field.End..]], context);
            }
        }
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Random_bytes_are_refused_and_never_throw(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        var head = encryptor.Seal([], [])[..21];
        for (var i = 0; i < 2_000; i++)
        {
            var noise = RandomNumberGenerator.GetBytes(i % 200);
            encryptor.Refuses(noise, []);
            encryptor.Refuses([(byte)suite, .. noise], []);
            encryptor.Refuses([.. head, .. noise], []);
        }
    }
}
