using System.Buffers.Binary;

namespace Azu.Sessions.Tests;

[Trait("Requirement", "R-59")]
public sealed class NonceTests
{
    public static TheoryData<EncryptionAlgorithm> EachSuite => Given.EachSuite;

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void No_nonce_comes_twice_under_one_salt_whichever_thread_seals(EncryptionAlgorithm suite)
    {
        var count = Tier.IsSoak ? 10_000_000 : 100_000;
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        var salt = Salt(encryptor.Seal([], []));
        var size = SealedValue.FieldsOf(encryptor.Seal([], []))[3];
        var nonces = new UInt128[count];
        Parallel.For(0, count, i =>
        {
            var value = encryptor.Seal([], []);
            if (Salt(value) != salt) Assert.Fail("Another salt.");
            Span<byte> nonce = stackalloc byte[16];
            value.AsSpan(size).CopyTo(nonce);
            nonces[i] = BinaryPrimitives.ReadUInt128BigEndian(nonce);
        });
        Array.Sort(nonces);
        for (var i = 1; i < count; i++)
        {
            if (nonces[i] == nonces[i - 1]) Assert.Fail($"The nonce {nonces[i]:x} came twice.");
        }
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Every_bit_of_a_nonce_is_drawn(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        var size = SealedValue.FieldsOf(encryptor.Seal([], []))[3];
        var (zeros, ones) = (new byte[16], new byte[16]);
        for (var i = 0; i < 200; i++)
        {
            var nonce = encryptor.Seal([], [])[size];
            for (var at = 0; at < nonce.Length; at++) (ones[at], zeros[at]) = ((byte)(ones[at] | nonce[at]), (byte)(zeros[at] | ~nonce[at]));
        }

        var length = encryptor.Seal([], [])[size].Length;
        Assert.All(ones.Take(length).Concat(zeros.Take(length)), bits => Assert.Equal(0xFF, bits));
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void The_same_content_is_sealed_to_something_else_every_time(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        Assert.Distinct(Enumerable.Range(0, 1_000).Select(_ => Convert.ToHexString(encryptor.Seal("the same"u8, [])[21..])));
    }

    private static string Salt(byte[] value) => Convert.ToHexString(value.AsSpan(5, 16));
}
