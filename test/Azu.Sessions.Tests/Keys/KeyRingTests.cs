namespace Azu.Sessions.Tests;

[Trait("Requirement", "R-62")]
public sealed class KeyRingTests
{
    private readonly SessionKey _first = Given.Key(1), _second = Given.Key(2), _third = Given.Key(3);

    [Fact]
    public void What_is_sealed_stands_under_the_active_key_and_no_other()
    {
        var ring = new KeyRing(_second, next: _third, previous: [_first]);
        var value = Given.PayloadEncryptor(Given.Keys(ring: ring)).Seal([1], []);
        Given.PayloadEncryptor(Given.Keys(ring: new(_second))).Opens(value, [], [1]);
        Assert.Equal(DecryptionResult.UnknownKey, Given.PayloadEncryptor(Given.Keys(ring: new(_first, next: _third))).Refuses(value, []));
    }

    [Fact]
    public void The_active_the_next_and_the_previous_keys_open()
    {
        var ring = new KeyRing(_second, next: _third, previous: [_first]);
        foreach (var key in new[] { _first, _second, _third })
        {
            foreach (var suite in Given.Suites) Given.PayloadEncryptor(Given.Keys(ring: ring))
                .Opens(Given.PayloadEncryptor(Given.Keys(suite, new(key))).Seal([1], []), [], [1]);
        }
    }

    [Fact]
    public void A_key_that_is_not_in_the_ring_is_unknown_and_a_changed_value_is_refused()
    {
        var value = Given.PayloadEncryptor(Given.Keys(ring: new(_first))).Seal([1], []);
        Assert.Equal(DecryptionResult.UnknownKey, Given.PayloadEncryptor(Given.Keys(ring: new(_second))).Refuses(value, []));
        value[^1] ^= 1;
        Assert.Equal(DecryptionResult.Refused, Given.PayloadEncryptor(Given.Keys(ring: new(_second, previous: [_first]))).Refuses(value, []));
        // What is no value of an accepted suite is refused before anybody asks for its key.
        value[0] = 0x7F;
        Assert.Equal(DecryptionResult.Refused, Given.PayloadEncryptor(Given.Keys(ring: new(_second))).Refuses(value, []));
    }

    [Fact]
    public void No_other_key_is_tried_than_the_one_that_a_value_names()
    {
        var ring = new KeyRing(_second, previous: [_first]);
        var encryptor = Given.PayloadEncryptor(Given.Keys(ring: ring));
        var value = Given.PayloadEncryptor(Given.Keys(ring: new(_first))).Seal([1], []);
        encryptor.Opens(value, [], [1]);
        // Sealed under the first key, and says that it was the second: the right key is in the ring, but not asked.
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(1), _second.Id);
        Assert.Equal(DecryptionResult.Refused, encryptor.Refuses(value, []));
    }

    [Fact]
    public void Only_a_key_before_the_active_one_is_outdated()
    {
        var ring = new KeyRing(_second, next: _third, previous: [_first]);
        Assert.True(ring.IsOutdated(_first));
        Assert.False(ring.IsOutdated(_second));
        Assert.False(ring.IsOutdated(_third));
    }

    [Fact]
    public void A_key_that_stands_in_two_places_is_one_key()
    {
        var ring = new KeyRing(_first, next: Given.Key(1), previous: [Given.Key(1), _second]);
        Assert.True(ring.TryFind(_first.Id, out var found));
        Assert.Same(_first, found);
        Assert.False(ring.IsOutdated(found));
    }

    [Fact]
    [Trait("Requirement", "R-66")]
    public void A_key_does_not_tell_itself()
    {
        var root = Given.Bytes(32, 1);
        var key = new SessionKey(root);
        Assert.Equal($"{key.Id:x8}", key.ToString());
        Assert.DoesNotContain(Convert.ToHexString(root), key.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
