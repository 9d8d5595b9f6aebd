using System.Buffers.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Azu.Sessions.Tests;

/// <summary>Nothing but the very token that was issued is accepted, and nothing that a visitor sends is an exception.</summary>
public sealed class TokenTamperingTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly TokenProtector s_tokens = TestKeys.Protector(TestKeys.Counting);

    [Fact]
    [Trait("Requirement", "R-55")]
    public void Every_single_bit_of_the_bytes_counts()
    {
        foreach (var token in Twenty())
        {
            var bytes = Base64Url.DecodeFromChars(token);
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Refused(Base64Url.EncodeToString(bytes));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.Equal(TokenReading.Valid, s_tokens.Read(Base64Url.EncodeToString(bytes), out _));
        }
    }

    [Fact]
    [Trait("Requirement", "R-55")]
    public void Every_bit_of_every_character_counts()
    {
        foreach (var token in Twenty())
        {
            for (var at = 0; at < token.Length; at++)
            {
                for (var bit = 0; bit < 16; bit++) Refused(With(token, at, (char)(token[at] ^ (1 << bit))));
            }
        }
    }

    [Fact]
    [Trait("Requirement", "R-65")]
    public void Every_other_letter_of_the_alphabet_is_refused_in_every_place()
    {
        var token = New();
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var letter in Alphabet)
            {
                if (letter != token[at]) Refused(With(token, at, letter));
            }
        }
    }

    [Fact]
    [Trait("Requirement", "R-55")]
    public void Truncated_and_extended_tokens_are_refused()
    {
        var token = New();
        for (var length = 0; length < token.Length; length++)
        {
            Malformed(token[..length]);
            Malformed(token[length..][..^1]);
        }

        foreach (var letter in Alphabet)
        {
            Malformed(token + letter);
            Malformed(letter + token);
        }

        Malformed(token + token);
        Malformed(new string('A', 30_000));
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('\t')]
    [InlineData('\r')]
    [InlineData('\n')]
    [InlineData('=')]
    [InlineData('%')]
    [InlineData('+')]
    [InlineData('/')]
    [InlineData('.')]
    [InlineData('"')]
    [InlineData('\0')]
    [InlineData('\u007f')]
    [InlineData('\u00e9')]
    [InlineData('\u2000')]
    [InlineData('\ud83c')]
    [InlineData('\uffff')]
    [Trait("Requirement", "R-03")]
    [Trait("Requirement", "R-65")]
    public void A_character_outside_the_alphabet_is_refused_wherever_it_stands(char alien)
    {
        var token = New();
        for (var at = 0; at <= token.Length; at++)
        {
            Malformed(token.Insert(at, alien.ToString()));
            if (at < token.Length) Malformed(With(token, at, alien));
        }

        Malformed(token + "=");
        Malformed(token[..^2] + "==");
        Malformed(token[..^1] + alien);
    }

    [Fact]
    [Trait("Requirement", "R-65")]
    public void Upper_and_lower_case_are_different()
    {
        var token = New();
        Refused(token.ToUpperInvariant());
        Refused(token.ToLowerInvariant());
    }

    [Fact]
    [Trait("Requirement", "R-03")]
    public void Whatever_is_sent_the_answer_is_a_refusal_and_no_exception() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            if (text is null) return;
            Malformed(text);
            Malformed(text.PadRight(TokenProtector.EncodedLength, '*')[..TokenProtector.EncodedLength]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Requirement", "R-54")]
    public void A_token_of_another_application_or_cookie_is_forged()
    {
        var token = New();
        (string Application, string Cookie)[] others =
            [("shop", "_other"), ("other", "_session"), ("shop_", "session"), ("sho", "p_session"), ("", "shop_session"), ("shop", "_Session"),
                ("_session", "shop")];
        foreach (var (application, cookie) in others)
        {
            Assert.Equal(TokenReading.Forged, new TokenProtector(new(TestKeys.Counting), application, cookie).Read(token, out var said));
            Assert.Equal(default, said);
        }
    }

    [Fact]
    [Trait("Requirement", "R-62")]
    public void A_key_that_this_node_does_not_know_is_unknown_and_not_forged()
    {
        var token = TestKeys.Protector(TestKeys.Filled(50)).Write(SessionId.New(), SessionSecret.New(), isSignedIn: false);
        Assert.Equal(TokenReading.UnknownKey, s_tokens.Read(token, out var said));
        Assert.Equal(default, said);
    }

    [Fact]
    [Trait("Requirement", "R-55")]
    public void An_empty_or_zeroed_MAC_is_forged()
    {
        var bytes = Base64Url.DecodeFromChars(New());
        bytes.AsSpan(53).Clear();
        Assert.Equal(TokenReading.Forged, s_tokens.Read(Base64Url.EncodeToString(bytes), out _));
        Malformed(Base64Url.EncodeToString(bytes.AsSpan(0, 53)));
    }

    [Fact]
    public void A_token_says_under_its_MAC_whether_the_session_was_signed_in()
    {
        foreach (var isSignedIn in new[] { false, true })
        {
            var value = s_tokens.Write(SessionId.New(), SessionSecret.New(), isSignedIn);
            Assert.Equal(TokenReading.Valid, s_tokens.Read(value, out var token));
            Assert.Equal(isSignedIn, token.IsSignedIn);
            Assert.Equal(TokenReading.Valid, s_tokens.Read(s_tokens.Reissue(value), out token));
            Assert.Equal(isSignedIn, token.IsSignedIn);
            var bytes = Base64Url.DecodeFromChars(value);
            bytes[0] ^= 0x80;
            Assert.Equal(TokenReading.Forged, s_tokens.Read(Base64Url.EncodeToString(bytes), out _));
        }
    }

    [Fact]
    [Trait("Requirement", "R-58")]
    public void Another_version_is_malformed_whatever_its_MAC()
    {
        var bytes = Base64Url.DecodeFromChars(New());
        for (var version = 0; version < 256; version++)
        {
            if (version is 0x21 or 0xa1) continue;
            bytes[0] = (byte)version;
            Malformed(Base64Url.EncodeToString(bytes));
        }
    }

    private static IEnumerable<string> Twenty() => Enumerable.Range(0, 20).Select(_ => New());

    private static string New() => s_tokens.Write(SessionId.New(), SessionSecret.New(), isSignedIn: false);

    private static string With(string text, int at, char letter) => string.Concat(text.AsSpan(0, at), [letter], text.AsSpan(at + 1));

    private static void Refused(string value)
    {
        Assert.NotEqual(TokenReading.Valid, s_tokens.Read(value, out var token));
        Assert.Equal(default, token);
    }

    private static void Malformed(string value)
    {
        Assert.Equal(TokenReading.Malformed, s_tokens.Read(value, out var token));
        Assert.Equal(default, token);
    }
}
