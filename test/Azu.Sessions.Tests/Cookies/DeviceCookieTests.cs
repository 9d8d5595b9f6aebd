using System.Buffers.Text;

namespace Azu.Sessions.Tests;

/// <summary>A browser knows the subjects that signed in with it, and nothing that a client sends makes it know another.</summary>
public sealed class DeviceCookieTests
{
    private static readonly DeviceCookie s_devices = New(TestKeys.Counting);

    [Fact]
    public void A_subject_is_known_after_its_first_sign_in()
    {
        var cookie = s_devices.SignIn("", "alice", out var isKnown);
        Assert.False(isKnown);
        Assert.Equal(DeviceCookie.EncodedLength, cookie.Length);
        cookie = s_devices.SignIn(cookie, "bob", out isKnown);
        Assert.False(isKnown);
        cookie = s_devices.SignIn(cookie, "alice", out isKnown);
        Assert.True(isKnown);
        Assert.Equal(DeviceMatch.Known, s_devices.Match(cookie, "bob"));
        Assert.Equal(DeviceMatch.Verified, s_devices.Match(cookie, "carol"));
    }

    [Fact]
    public void A_ninth_subject_takes_the_place_of_the_one_that_signed_in_longest_ago()
    {
        var cookie = "";
        for (var i = 0; i < DeviceCookie.MaxSubjects; i++) cookie = s_devices.SignIn(cookie, $"user{i}", out _);
        cookie = s_devices.SignIn(cookie, "user0", out var isKnown); // in front again
        Assert.True(isKnown);
        cookie = s_devices.SignIn(cookie, "ninth", out _);
        Assert.Equal(DeviceCookie.EncodedLength, cookie.Length);
        Assert.Equal(DeviceMatch.Verified, s_devices.Match(cookie, "user1"));
        foreach (var subject in new[] { "user0", "user2", "user7", "ninth" }) Assert.Equal(DeviceMatch.Known, s_devices.Match(cookie, subject));
    }

    [Fact]
    public void Every_single_bit_counts()
    {
        var bytes = Base64Url.DecodeFromChars(s_devices.SignIn("", "alice", out _));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(DeviceMatch.Refused, s_devices.Match(Base64Url.EncodeToString(bytes), "alice"));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(DeviceMatch.Known, s_devices.Match(Base64Url.EncodeToString(bytes), "alice"));
    }

    [Fact]
    [Trait("Requirement", "R-03")]
    public void Text_of_any_kind_and_length_is_refused_and_begins_a_new_cookie()
    {
        var right = s_devices.SignIn("", "alice", out _);
        string[] hostile =
        [
            "", " ", "=", new(' ', 220), new('=', 220), new('A', 220), new('\u00e9', 220), new('\uffff', 220), new('A', 1_000_000), right[1..], right + "=",
            right[..219] + "=", right[..216] + "    ", " " + right[..219], right.Replace('-', '+').Replace('_', '/') + " ", TestKeys.Counting.ToString(),
        ];
        foreach (var value in hostile)
        {
            Assert.Equal(DeviceMatch.Refused, s_devices.Match(value, "alice"));
            var begun = s_devices.SignIn(value, "alice", out var isKnown);
            Assert.False(isKnown);
            Assert.Equal(DeviceMatch.Known, s_devices.Match(begun, "alice"));
        }
    }

    [Fact]
    public void Random_texts_of_the_right_length_are_refused()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[165];
            random.NextBytes(bytes);
            bytes[0] = 0x31;
            // The rest of a real cookie, so that the key is found.
            if (i % 2 == 0) Base64Url.DecodeFromChars(s_devices.SignIn("", "alice", out _)).AsSpan(0, random.Next(149)).CopyTo(bytes);
            Assert.Equal(DeviceMatch.Refused, s_devices.Match(Base64Url.EncodeToString(bytes), "alice"));
        }
    }

    [Fact]
    public void A_cookie_of_another_application_name_cookie_or_key_is_refused()
    {
        var cookie = s_devices.SignIn("", "alice", out _);
        foreach (var other in new[]
        {
            new DeviceCookie(new(TestKeys.Counting), "other", "_session"), new DeviceCookie(new(TestKeys.Counting), "shop", "staff"),
            new DeviceCookie(new(TestKeys.Counting), "shop_session", ""), New(TestKeys.Filled(1)),
        }) Assert.Equal(DeviceMatch.Refused, other.Match(cookie, "alice"));
    }

    [Fact]
    public void A_subject_that_stays_away_during_a_rotation_of_the_secret_is_known_afterwards()
    {
        var (first, second) = (TestKeys.Counting, TestKeys.Filled(100));
        var cookie = s_devices.SignIn("", "alice", out _);
        var after = New(second, first);
        cookie = after.SignIn(cookie, "bob", out _);
        cookie = after.SignIn(cookie, "alice", out var isKnown);
        Assert.True(isKnown);
        // By now all of it is under the new key.
        Assert.Equal(DeviceMatch.Known, New(second).Match(cookie, "alice"));
    }

    [Fact]
    public void A_cookie_names_no_subject_and_two_browsers_have_nothing_in_common()
    {
        var (one, two) = (Base64Url.DecodeFromChars(s_devices.SignIn("", "alice", out _)), Base64Url.DecodeFromChars(s_devices.SignIn("", "alice", out _)));
        Assert.False(one.AsSpan(5, 16).SequenceEqual(two.AsSpan(5, 16)));
        Assert.False(one.AsSpan(25, 12).SequenceEqual(two.AsSpan(25, 12)));
    }

    [Fact]
    public void An_empty_place_asks_for_no_key()
    {
        var keys = new KeyRing(TestKeys.Counting);
        var devices = new DeviceCookie(keys, "shop", "_session");
        devices.Match(devices.SignIn(devices.SignIn("", "alice", out _), "bob", out _), "carol");
        Assert.False(keys.HasMetUnknownKey);
    }

    private static DeviceCookie New(SessionKey active, params SessionKey[] previous) => new(new(active, null, previous), "shop", "_session");
}
