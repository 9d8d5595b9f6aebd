using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>Keys and sealers to begin a test with.</summary>
internal static class Given
{
    public const string Purpose = "payload", Application = "shop", Name = "_session";

    public static readonly EncryptionAlgorithm[] Suites = [EncryptionAlgorithm.Aes256Gcm, EncryptionAlgorithm.Aes256CbcHmacSha256];

    public static TheoryData<EncryptionAlgorithm> EachSuite => [.. Suites];

    public static SessionKey Key(byte first) => new(Bytes(32, first));

    /// <summary>Bytes that count up, so that no two places hold the same.</summary>
    public static byte[] Bytes(int length, int first = 0) => [.. Enumerable.Range(first, length).Select(i => (byte)i)];

    public static EncryptionKeys Keys(EncryptionAlgorithm suite = EncryptionAlgorithm.Aes256Gcm, KeyRing? ring = null, TimeProvider? time = null) =>
        new(ring ?? new(Key(1)), suite, time ?? new ManualTimeProvider());

    public static PayloadEncryptor PayloadEncryptor(EncryptionKeys keys, params EncryptionAlgorithm[] accepted) =>
        new(keys, (accepted.Length == 0 ? Suites : accepted).ToHashSet(), Purpose, Application, Name);

    /// <summary>Twenty values of one encryptor, of different lengths, each with a context of its own.</summary>
    public static IEnumerable<SealedValue> TwentyValues(PayloadEncryptor encryptor) => Enumerable.Range(0, 20).Select(i =>
    {
        var plaintext = RandomNumberGenerator.GetBytes(i * 3);
        var context = RandomNumberGenerator.GetBytes(16 + i);
        return new SealedValue(encryptor.Seal(plaintext, context), context, plaintext);
    });
}

/// <summary>A sealed value, and what opens it.</summary>
internal sealed record SealedValue(byte[] Value, byte[] Context, byte[] Plaintext)
{
    /// <summary>Where the fields of a value stand: suite, key id, salt, nonce, ciphertext, tag.</summary>
    public static Range[] FieldsOf(byte[] value)
    {
        var (nonce, tag) = value[0] == (byte)EncryptionAlgorithm.Aes256Gcm ? (12, 16) : (16, 32);
        return [0..1, 1..5, 5..21, 21..(21 + nonce), (21 + nonce)..(value.Length - tag), (value.Length - tag)..value.Length];
    }

    public byte[][] Fields => [.. FieldsOf(Value).Select(range => Value[range])];
}

/// <summary>What a test expects of opening a value.</summary>
internal static class Opening
{
    /// <summary>It opens to exactly this.</summary>
    public static void Opens(this PayloadEncryptor encryptor, byte[] value, byte[] context, byte[] expected)
    {
        Assert.Equal(DecryptionResult.Opened, encryptor.TryOpen(value, context, out var plaintext));
        Assert.Equal(expected, plaintext);
    }

    /// <summary>It does not open, and nothing of it comes out.</summary>
    public static DecryptionResult Refuses(this PayloadEncryptor encryptor, byte[] value, byte[] context)
    {
        var reading = encryptor.TryOpen(value, context, out var plaintext);
        if (reading == DecryptionResult.Opened) Assert.Fail($"Opened: {Convert.ToHexString(value)}");
        if (plaintext.Length != 0) Assert.Fail("Refused, but something came out.");
        return reading;
    }
}
