using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>The corners in which other implementations were found wrong, at the primitives themselves.</summary>
[Trait("Requirement", "R-61")]
public sealed class CipherTests
{
    private static readonly int[] s_sizes = [0, 1, 15, 16, 17, 31, 32, 33, 255, 256, 511, 512, 513, 8192];

    public static TheoryData<EncryptionAlgorithm> EachSuite => Given.EachSuite;

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Every_size_of_content_and_of_associated_data_comes_back(EncryptionAlgorithm suite)
    {
        using var cipher = Cipher(suite);
        foreach (var size in s_sizes)
        {
            foreach (var associatedSize in s_sizes)
            {
                var (plaintext, associated) = (Given.Bytes(size), Given.Bytes(associatedSize, 7));
                var (nonce, ciphertext, tag) = Seal(cipher, plaintext, associated);
                Assert.Equal(plaintext, cipher.TryOpen(nonce, ciphertext, tag, associated));
                Assert.Null(cipher.TryOpen(nonce, ciphertext, tag, [.. associated, 0]));
                if (size >= 15) Assert.False(ciphertext.AsSpan(0, size).SequenceEqual(plaintext));
            }
        }
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void An_empty_content_without_associated_data_is_still_authenticated(EncryptionAlgorithm suite)
    {
        using var cipher = Cipher(suite);
        var (nonce, ciphertext, tag) = Seal(cipher, [], []);
        Assert.Empty(Assert.IsType<byte[]>(cipher.TryOpen(nonce, ciphertext, tag, [])));
        for (var bit = 0; bit < tag.Length * 8; bit++) Assert.Null(cipher.TryOpen(nonce, ciphertext, Flip(tag, bit), []));
        for (var bit = 0; bit < nonce.Length * 8; bit++) Assert.Null(cipher.TryOpen(Flip(nonce, bit), ciphertext, tag, []));
        for (var bit = 0; bit < ciphertext.Length * 8; bit++) Assert.Null(cipher.TryOpen(nonce, Flip(ciphertext, bit), tag, []));
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Another_key_opens_nothing(EncryptionAlgorithm suite)
    {
        using var cipher = Cipher(suite);
        var (nonce, ciphertext, tag) = Seal(cipher, Given.Bytes(40), [1]);
        var size = suite == EncryptionAlgorithm.Aes256Gcm ? AesGcmCipher.KeySize : AesCbcHmacCipher.KeySize;
        for (var bit = 0; bit < size * 8; bit++)
        {
            using var other = Cipher(suite, Flip(Given.Bytes(size), bit));
            // Of the second suite the MAC key decides; under another encryption key alone a valid MAC would open to something else.
            if (suite == EncryptionAlgorithm.Aes256Gcm || bit >= 256) Assert.Null(other.TryOpen(nonce, ciphertext, tag, [1]));
        }
    }

    [Fact]
    public void The_two_keys_of_encrypt_then_mac_are_independent()
    {
        // The ciphertext depends on the first half of the key alone, and the MAC, given the ciphertext, on the second alone.
        var key = Given.Bytes(AesCbcHmacCipher.KeySize);
        var nonce = Given.Bytes(16);
        (byte[] Ciphertext, byte[] Tag) SealWith(byte[] with)
        {
            using var cipher = new AesCbcHmacCipher(with);
            var (ciphertext, tag) = (new byte[32], new byte[32]);
            cipher.Seal(nonce, Given.Bytes(20), [], ciphertext, tag);
            return (ciphertext, tag);
        }

        var plain = SealWith(key);
        var otherMac = SealWith(Flip(key, 300));
        Assert.Equal(plain.Ciphertext, otherMac.Ciphertext);
        Assert.NotEqual(plain.Tag, otherMac.Tag);
        var otherEncryption = SealWith(Flip(key, 3));
        Assert.NotEqual(plain.Ciphertext, otherEncryption.Ciphertext);
        Assert.Equal(plain.Tag, HMACSHA256.HashData(key[32..], (byte[])[0, 0, 0, 0, .. nonce, .. plain.Ciphertext]));
    }

    [Fact]
    [Trait("Requirement", "R-56")]
    public void A_mac_that_is_cut_is_no_mac()
    {
        using var cipher = Cipher(EncryptionAlgorithm.Aes256CbcHmacSha256);
        var (nonce, ciphertext, tag) = Seal(cipher, Given.Bytes(40), [1]);
        for (var length = 0; length < tag.Length; length++)
        {
            Assert.Null(cipher.TryOpen(nonce, ciphertext, tag[..length], [1]));
            byte[] filled = [.. tag[..length], .. new byte[tag.Length - length]];
            if (!filled.AsSpan().SequenceEqual(tag)) Assert.Null(cipher.TryOpen(nonce, ciphertext, filled, [1]));
        }

        Assert.Null(cipher.TryOpen(nonce, ciphertext, [.. tag, 0], [1]));
    }

    [Fact]
    [Trait("Requirement", "R-56")]
    public void Whatever_the_padding_a_wrong_mac_looks_the_same_and_nothing_is_decrypted()
    {
        using var cipher = Cipher(EncryptionAlgorithm.Aes256CbcHmacSha256);
        var (nonce, ciphertext, tag) = Seal(cipher, Given.Bytes(16), []);
        // Every value of the last byte before the padding block: a decryption would throw for most and not for some.
        for (var value = 0; value < 256; value++)
        {
            if (ciphertext[15] == value) continue;
            byte[] changed = [.. ciphertext];
            changed[15] = (byte)value;
            Assert.Null(cipher.TryOpen(nonce, changed, tag, []));
        }

        // Lengths that no block cipher has, and none at all.
        for (var length = 0; length < ciphertext.Length; length++) Assert.Null(cipher.TryOpen(nonce, ciphertext[..length], tag, []));
    }

    [Fact]
    public void An_iv_cannot_be_taken_for_associated_data()
    {
        using var cipher = Cipher(EncryptionAlgorithm.Aes256CbcHmacSha256);
        var nonce = Given.Bytes(16);
        var (ciphertext, tag) = (new byte[16], new byte[32]);
        cipher.Seal(nonce, [], [], ciphertext, tag);
        // Under the MAC they stand one behind the other; the length in front says where one ends. (The IV's own length is fixed.)
        Assert.Null(cipher.TryOpen(ciphertext, [], tag, nonce));
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Sizes_are_those_of_the_format(EncryptionAlgorithm suite)
    {
        using var cipher = Cipher(suite);
        Assert.Equal(suite == EncryptionAlgorithm.Aes256Gcm ? (12, 16) : (16, 32), (cipher.NonceSize, cipher.TagSize));
        Assert.Equal(suite == EncryptionAlgorithm.Aes256Gcm
            ? [0, 1, 15, 16, 17]
            : [16, 16, 16, 32, 32], new[] { 0, 1, 15, 16, 17 }.Select(cipher.CiphertextLength));
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        Assert.Equal(21 + cipher.NonceSize + cipher.CiphertextLength(5) + cipher.TagSize, encryptor.Seal(Given.Bytes(5), []).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(16)]
    public void A_gcm_nonce_of_another_length_is_a_fault_of_the_program(int length)
    {
        using var cipher = Cipher(EncryptionAlgorithm.Aes256Gcm);
        Assert.Throws<ArgumentException>(() => cipher.Seal(new byte[length], [1], [], new byte[1], new byte[16]));
        Assert.Throws<ArgumentException>(() => cipher.TryOpen(new byte[length], [1], new byte[16], []));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(15)]
    public void A_gcm_tag_of_fewer_bits_is_a_fault_of_the_program(int length)
    {
        using var cipher = Cipher(EncryptionAlgorithm.Aes256Gcm);
        Assert.Throws<ArgumentException>(() => cipher.TryOpen(new byte[12], [1], new byte[length], []));
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public async Task One_cipher_serves_many_threads(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var (plaintext, context) = (Given.Bytes(i % 100, worker), Given.Bytes(worker, i));
                encryptor.Opens(encryptor.Seal(plaintext, context), context, plaintext);
            }
        })));
    }

    private static IPayloadCipher Cipher(EncryptionAlgorithm suite, byte[]? key = null) => suite == EncryptionAlgorithm.Aes256Gcm
        ? new AesGcmCipher(key ?? Given.Bytes(AesGcmCipher.KeySize))
        : new AesCbcHmacCipher(key ?? Given.Bytes(AesCbcHmacCipher.KeySize));

    private static (byte[] Nonce, byte[] Ciphertext, byte[] Tag) Seal(IPayloadCipher cipher, byte[] plaintext, byte[] associated)
    {
        var nonce = RandomNumberGenerator.GetBytes(cipher.NonceSize);
        var (ciphertext, tag) = (new byte[cipher.CiphertextLength(plaintext.Length)], new byte[cipher.TagSize]);
        cipher.Seal(nonce, plaintext, associated, ciphertext, tag);
        return (nonce, ciphertext, tag);
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] changed = [.. bytes];
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }
}
