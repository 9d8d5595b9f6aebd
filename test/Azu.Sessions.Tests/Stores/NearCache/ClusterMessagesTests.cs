using System.Security.Cryptography;
using System.Text;

namespace Azu.Sessions.Tests;

/// <summary>What nodes tell each other is authenticated, and nothing but that.</summary>
[Trait("Requirement", "R-85")]
public sealed class ClusterMessagesTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ClusterMessages _messages;

    public ClusterMessagesTests() => _messages = New(Key(1));

    [Fact]
    public void An_update_says_which_session_has_which_version()
    {
        var id = SessionId.New();
        Assert.Equal(ClusterMessageReading.Valid, New(Key(1)).Read(_messages.Updated(id, 77), out var said));
        Assert.Equal(new(ClusterMessageKind.Updated, _messages.Node, _clock.GetTimestamp(), id, 77), said);
    }

    [Fact]
    public void A_removal_says_which_session_is_gone()
    {
        var id = SessionId.New();
        Assert.Equal(ClusterMessageReading.Valid, New(Key(1)).Read(_messages.Removed(id), out var said));
        Assert.Equal(new(ClusterMessageKind.Removed, _messages.Node, _clock.GetTimestamp(), id, 0), said);
    }

    [Fact]
    public void An_echo_has_a_number()
    {
        Assert.Equal(ClusterMessageReading.Valid, _messages.Read(_messages.Echo(12), out var said));
        Assert.Equal(new(ClusterMessageKind.Echo, _messages.Node, 12, default, 0), said);
    }

    [Fact]
    public void The_layout_is_the_documented_one()
    {
        var id = SessionId.New();
        var bytes = _messages.Updated(id, 258);
        Assert.Equal("01" + "01", Convert.ToHexString(bytes.AsSpan(0, 2)));
        Assert.Equal(id.ToString(), Convert.ToHexStringLower(bytes.AsSpan(22, 16)));
        Assert.Equal("0000000000000102", Convert.ToHexString(bytes.AsSpan(38, 8)));

        // The MAC, computed by other means.
        var root = Enumerable.Range(1, 32).Select(i => (byte)i).ToArray();
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, "azu.sessions.v1"u8.ToArray(), Encoding.UTF8.GetBytes("azu.sessions.v1|backplane-mac"));
        byte[] covered = [0, 0, 0, 3, .. "app"u8, 0, 0, 0, 8, .. "_session"u8, .. bytes.AsSpan(0, 46)];
        Assert.Equal(Convert.ToHexString(HMACSHA256.HashData(key, covered).AsSpan(0, 16)), Convert.ToHexString(bytes.AsSpan(46)));
    }

    [Fact]
    public void No_message_is_longer_than_stores_were_promised() =>
        Assert.All(All(), m => Assert.InRange(m.Length, 1, ISessionAnnouncer.MaxMessageLength));

    [Fact]
    public void A_message_that_differs_in_one_bit_does_not_verify()
    {
        foreach (var message in All())
        {
            for (var bit = 0; bit < message.Length * 8; bit++)
            {
                var changed = message.ToArray();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.NotEqual(ClusterMessageReading.Valid, _messages.Read(changed, out _));
            }
        }
    }

    [Fact]
    public void A_message_that_is_cut_or_goes_on_does_not_verify()
    {
        foreach (var message in All())
        {
            for (var length = 0; length < message.Length; length++) Assert.NotEqual(ClusterMessageReading.Valid,
                _messages.Read(message.AsSpan(0, length), out _));
            Assert.NotEqual(ClusterMessageReading.Valid, _messages.Read([.. message, 0], out _));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(38)]
    [InlineData(62)]
    [InlineData(1024 * 1024)]
    public void Garbage_of_any_length_is_refused(int length)
    {
        var garbage = new byte[length];
        Assert.NotEqual(ClusterMessageReading.Valid, _messages.Read(garbage, out _));
        for (var round = 0; round < (length > 1000 ? 3 : 200); round++)
        {
            RandomNumberGenerator.Fill(garbage);
            Assert.NotEqual(ClusterMessageReading.Valid, _messages.Read(garbage, out _));
            if (length > 1) (garbage[0], garbage[1]) = (1, (byte)(round % 6));
            Assert.NotEqual(ClusterMessageReading.Valid, _messages.Read(garbage, out _));
        }
    }

    [Fact]
    public void A_message_of_another_application_or_session_type_does_not_verify()
    {
        var update = _messages.Updated(SessionId.New(), 1);
        Assert.Equal(ClusterMessageReading.Forged, new ClusterMessages(new(Key(1)), "other", "_session", _clock).Read(update, out _));
        Assert.Equal(ClusterMessageReading.Forged, new ClusterMessages(new(Key(1)), "app", "_admin", _clock).Read(update, out _));
    }

    [Fact]
    public void A_token_of_a_visitor_is_no_message()
    {
        var token = new TokenProtector(new(Key(1)), "app", "_session").Write(SessionId.New(), SessionSecret.New(), isSignedIn: false);
        Assert.NotEqual(ClusterMessageReading.Valid, _messages.Read(System.Buffers.Text.Base64Url.DecodeFromChars(token), out _));
    }

    [Fact]
    public void While_the_secret_is_being_replaced_nodes_understand_each_other()
    {
        var first = new ClusterMessages(new(Key(1), next: Key(2)), "app", "_session", _clock);
        var second = new ClusterMessages(new(Key(2), previous: [Key(1)]), "app", "_session", _clock);
        Assert.Equal(ClusterMessageReading.Valid, first.Read(second.Removed(SessionId.New()), out _));
        Assert.Equal(ClusterMessageReading.Valid, second.Read(first.Removed(SessionId.New()), out _));
    }

    [Fact]
    public void A_message_under_an_unknown_key_is_told_apart()
    {
        var id = SessionId.New();
        Assert.Equal(ClusterMessageReading.UnknownKey, _messages.Read(New(Key(9)).Updated(id, 5), out var said));
        Assert.Equal(id, said.Id);
    }

    [Fact]
    public void Two_nodes_are_never_the_same() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => New(Key(1)).Node).Distinct().Count());

    private byte[][] All() => [_messages.Updated(SessionId.New(), 3), _messages.Removed(SessionId.New()), _messages.Echo(4)];

    private ClusterMessages New(SessionKey key) => new(new(key), "app", "_session", _clock);

    private static SessionKey Key(byte first) => new([.. Enumerable.Range(first, 32).Select(i => (byte)i)]);
}
