using System.Buffers.Text;

namespace Azu.Sessions.Tests;

[Trait("Requirement", "R-55")]
public sealed class TokenTests
{
    [Fact]
    public void Every_changed_bit_of_a_token_is_noticed_also_when_the_token_was_read_before()
    {
        for (var i = 0; i < 20; i++)
        {
            var tokens = new TokenProtector(new(Given.Key(1)), "shop", "_session");
            var bytes = Base64Url.DecodeFromChars(tokens.Write(SessionId.New(), SessionSecret.New(), isSignedIn: i % 2 == 1));
            foreach (var isKnown in new[] { false, true })
            {
                if (isKnown) Assert.Equal(TokenReading.Valid, tokens.Read(Base64Url.EncodeToString(bytes), out _));
                for (var bit = 0; bit < bytes.Length * 8; bit++)
                {
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                    // The highest bit of the first byte says "signed in", and only the MAC can tell that it was changed.
                    var expected = (bit / 8) switch
                    {
                        0 when bit != 7 =>
                        TokenReading.Malformed,
                        >= 1 and < 5 => TokenReading.UnknownKey,
                        _ => TokenReading.Forged
                    };
                    Assert.Equal(expected, tokens.Read(Base64Url.EncodeToString(bytes), out var token));
                    Assert.Equal(default, token);
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                }
            }
        }
    }

    [Fact]
    [Trait("Requirement", "R-66")]
    public void No_two_secrets_are_the_same_and_none_tells_itself()
    {
        Assert.Distinct(Enumerable.Range(0, 10_000).Select(_ => SessionSecret.New().Hash()));
        Assert.Equal("[redacted]", SessionSecret.New().ToString());
        Assert.NotEqual(SecretHash.Of(new byte[SessionSecret.Size]), SessionSecret.New().Hash());
    }
}
