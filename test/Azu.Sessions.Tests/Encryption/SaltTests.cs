using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>Each process seals under keys of its own, for a while; what others sealed it opens, and remembers only that.</summary>
[Trait("Requirement", "R-59")]
public sealed class SaltTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly KeyRing _ring = new(Given.Key(1));

    public static TheoryData<EncryptionAlgorithm> EachSuite => Given.EachSuite;

    [Fact]
    public void No_two_processes_share_a_salt() =>
        Assert.Distinct(Enumerable.Range(0, 1_000).Select(_ => SaltOf(Given.PayloadEncryptor(Given.Keys(ring: _ring)).Seal([], []))));

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void A_salt_lasts_for_a_day_and_what_it_sealed_opens_afterwards(EncryptionAlgorithm suite)
    {
        var keys = Given.Keys(suite, _ring, _time);
        var encryptor = Given.PayloadEncryptor(keys);
        var first = encryptor.Seal([1], []);
        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        Assert.Equal(SaltOf(first), SaltOf(encryptor.Seal([], [])));
        _time.Advance(TimeSpan.FromTicks(1));
        var second = encryptor.Seal([2], []);
        Assert.NotEqual(SaltOf(first), SaltOf(second));
        // And without another derivation: what was sealed a moment ago is still opened often.
        Assert.True(IsRemembered(keys, first));
        encryptor.Opens(first, [], [1]);
        encryptor.Opens(second, [], [2]);

        _time.Advance(TimeSpan.FromDays(30));
        var third = encryptor.Seal([3], []);
        Assert.Distinct(new[] { first, second, third }.Select(SaltOf));
        foreach (var (value, content) in new[] { (first, 1), (second, 2), (third, 3) }) encryptor.Opens(value, [], [(byte)content]);
    }

    [Fact]
    public void A_clock_that_is_set_back_or_forward_renews_no_salt()
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(time: _time));
        var salt = SaltOf(encryptor.Seal([], []));
        _time.SetUtcNow(_time.GetUtcNow().AddDays(-400));
        Assert.Equal(salt, SaltOf(encryptor.Seal([], [])));
        _time.SetUtcNow(_time.GetUtcNow().AddDays(800));
        Assert.Equal(salt, SaltOf(encryptor.Seal([], [])));
    }

    [Fact]
    public void A_salt_seals_exactly_as_many_values_as_its_bound()
    {
        var encryptor = Given.PayloadEncryptor(new EncryptionKeys(_ring, EncryptionAlgorithm.Aes256Gcm, _time, mostSealsPerSalt: 100));
        var salts = Enumerable.Range(0, 250).Select(_ => SaltOf(encryptor.Seal([], []))).ToList();
        Assert.Equal([100, 100, 50], salts.GroupBy(s => s).Select(g => g.Count()));
    }

    [Fact]
    public void The_bound_holds_between_threads()
    {
        var encryptor = Given.PayloadEncryptor(new EncryptionKeys(_ring, EncryptionAlgorithm.Aes256Gcm, _time, mostSealsPerSalt: 50));
        var values = new byte[5_000][];
        Parallel.For(0, values.Length, i => values[i] = encryptor.Seal([], []));
        var uses = values.GroupBy(SaltOf).Select(g => g.Count()).ToList();
        Assert.All(uses, count => Assert.InRange(count, 1, 50));
        Assert.Equal(100, uses.Count);
    }

    [Fact]
    public void The_bound_keeps_the_chance_of_a_repeated_nonce_below_two_to_the_minus_33()
    {
        // n(n-1)/2 pairs, each the same with 2^-96.
        var n = (double)EncryptionKeys.MaxSealsPerSalt;
        Assert.True(n * (n - 1) / 2 * Math.Pow(2, -96) < Math.Pow(2, -33));
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void A_key_is_remembered_once_a_value_under_it_has_opened(EncryptionAlgorithm suite)
    {
        var other = Given.PayloadEncryptor(Given.Keys(suite, _ring));
        var value = other.Seal([1], []);
        var keys = Given.Keys(suite, _ring);
        Assert.False(IsRemembered(keys, value));
        var encryptor = Given.PayloadEncryptor(keys);
        encryptor.Opens(value, [], [1]);
        Assert.True(IsRemembered(keys, value));
        encryptor.Opens(other.Seal([2], []), [], [2]);
    }

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void A_strangers_salts_leave_nothing_behind(EncryptionAlgorithm suite)
    {
        var keys = Given.Keys(suite, _ring);
        var encryptor = Given.PayloadEncryptor(keys);
        var own = encryptor.Seal([1], []);
        for (var i = 0; i < 2_000; i++)
        {
            byte[] forged = [.. own[..5], .. RandomNumberGenerator.GetBytes(16), .. own[21..]];
            encryptor.Refuses(forged, []);
            Assert.False(IsRemembered(keys, forged));
            encryptor.Refuses(forged[..30], []);
            Assert.False(IsRemembered(keys, forged));
        }

        encryptor.Opens(own, [], [1]);
    }

    [Fact]
    public void A_refused_value_under_a_salt_of_ours_does_not_make_it_forgotten()
    {
        var value = Given.PayloadEncryptor(Given.Keys(ring: _ring)).Seal([1], []);
        var keys = Given.Keys(ring: _ring);
        var encryptor = Given.PayloadEncryptor(keys);
        encryptor.Opens(value, [], [1]);
        byte[] changed = [.. value];
        changed[^1] ^= 1;
        encryptor.Refuses(changed, []);
        Assert.True(IsRemembered(keys, value));
        encryptor.Opens(value, [], [1]);

        // Nor the salt of this process itself.
        var own = encryptor.Seal([2], []);
        changed = [.. own];
        changed[^1] ^= 1;
        encryptor.Refuses(changed, []);
        encryptor.Opens(own, [], [2]);
        encryptor.Opens(encryptor.Seal([3], []), [], [3]);
    }

    [Fact]
    public void The_memory_for_the_salts_of_other_processes_is_bounded()
    {
        var values = Enumerable.Range(0, 1_000).Select(i => Given.PayloadEncryptor(Given.Keys(ring: _ring)).Seal([(byte)i], [])).ToList();
        var keys = Given.Keys(ring: _ring);
        var encryptor = Given.PayloadEncryptor(keys);
        var next = 0;
        foreach (var (opened, remembered) in new[] { (0, 0), (255, 255), (256, 256), (257, 1), (512, 256), (513, 1) })
        {
            for (; next < opened; next++) encryptor.Opens(values[next], [], [(byte)next]);
            Assert.Equal(remembered, values.Count(v => IsRemembered(keys, v)));
        }

        // What was forgotten is derived again.
        for (var i = 0; i < values.Count; i++) encryptor.Opens(values[i], [], [(byte)i]);
    }

    private static string SaltOf(byte[] value) => Convert.ToHexString(value.AsSpan(5, 16));

    private static bool IsRemembered(EncryptionKeys keys, byte[] value)
    {
        var name = new DerivedKeyName((EncryptionAlgorithm)value[0], System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(value.AsSpan(1)),
            DerivedKeyName.ReadSalt(value.AsSpan(5)));
        keys.ForOpening(name, out var isRemembered);
        return isRemembered;
    }
}
