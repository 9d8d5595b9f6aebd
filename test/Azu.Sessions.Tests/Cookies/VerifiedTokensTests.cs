using System.Buffers.Text;
using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>What a process remembers of tokens admits nobody whom their MAC would not.</summary>
public sealed class VerifiedTokensTests
{
    private readonly TokenProtector _tokens = new(new(new(RandomNumberGenerator.GetBytes(32))), "app", "_session");

    [Fact]
    public void A_token_that_verified_before_reads_the_same_again()
    {
        var id = SessionId.New();
        var secret = SessionSecret.New();
        var value = _tokens.Write(id, secret, isSignedIn: false);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TokenReading.Valid, _tokens.Read(value, out var token));
            Assert.Equal(new SessionToken(id, secret.Hash(), IsOutdated: false, IsSignedIn: false), token);
        }
    }

    [Fact]
    public void A_token_that_verified_before_is_refused_with_any_bit_changed()
    {
        var value = _tokens.Write(SessionId.New(), SessionSecret.New(), isSignedIn: false);
        Assert.Equal(TokenReading.Valid, _tokens.Read(value, out _));
        var bytes = Base64Url.DecodeFromChars(value);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(TokenReading.Valid, _tokens.Read(Base64Url.EncodeToString(bytes), out var token));
            Assert.Equal(default, token);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(TokenReading.Valid, _tokens.Read(value, out _));
    }

    [Fact]
    public void The_digest_of_a_remembered_secret_is_no_secret()
    {
        var id = SessionId.New();
        var secret = SessionSecret.New();
        var value = _tokens.Write(id, secret, isSignedIn: false);
        Assert.Equal(TokenReading.Valid, _tokens.Read(value, out _));
        var bytes = Base64Url.DecodeFromChars(value);
        secret.Hash().WriteTo(bytes.AsSpan(21));
        Assert.Equal(TokenReading.Forged, _tokens.Read(Base64Url.EncodeToString(bytes), out _));
    }

    [Fact]
    public void More_tokens_than_are_remembered_all_read_as_they_are()
    {
        var secrets = Enumerable.Range(0, 10_000).Select(_ => (Id: SessionId.New(), Secret: SessionSecret.New())).ToArray();
        var values = Array.ConvertAll(secrets, s => _tokens.Write(s.Id, s.Secret, isSignedIn: false));
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < values.Length; i++)
            {
                Assert.Equal(TokenReading.Valid, _tokens.Read(values[i], out var token));
                Assert.Equal((secrets[i].Id, secrets[i].Secret.Hash()), (token.Id, token.SecretHash));
            }
        }
    }

    [Fact]
    public void A_rotated_session_is_known_by_either_token()
    {
        var id = SessionId.New();
        var (before, after) = (SessionSecret.New(), SessionSecret.New());
        var (first, second) = (_tokens.Write(id, before, isSignedIn: false), _tokens.Write(id, after, isSignedIn: true));
        foreach (var (value, secret) in new[] { (first, before), (second, after), (first, before), (second, after) })
        {
            Assert.Equal(TokenReading.Valid, _tokens.Read(value, out var token));
            Assert.Equal(secret.Hash(), token.SecretHash);
        }
    }
}
