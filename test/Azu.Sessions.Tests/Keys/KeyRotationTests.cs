namespace Azu.Sessions.Tests;

/// <summary>A secret is replaced in two phases, and nobody is logged out in either.</summary>
[Trait("Requirement", "R-62")]
public sealed class KeyRotationTests
{
    private static readonly SessionKey s_old = TestKeys.Filled(1), s_new = TestKeys.Filled(60);

    [Fact]
    public void What_was_written_is_read_back()
    {
        var id = SessionId.New();
        var secret = SessionSecret.New();
        var tokens = TestKeys.Protector(s_old);
        Assert.Equal(TokenReading.Valid, tokens.Read(tokens.Write(id, secret, isSignedIn: false), out var token));
        Assert.Equal(new SessionToken(id, secret.Hash(), IsOutdated: false, IsSignedIn: false), token);
    }

    [Fact]
    public void Every_node_of_a_rolling_deploy_accepts_the_tokens_of_every_other()
    {
        TokenProtector[] phases = [TestKeys.Protector(s_old), TestKeys.Protector(s_old, s_new), TestKeys.Protector(s_new, null, s_old),
            TestKeys.Protector(s_new)];
        for (var phase = 0; phase + 1 < phases.Length; phase++)
        {
            Assert.Equal(TokenReading.Valid, phases[phase].Read(phases[phase + 1].Write(SessionId.New(), SessionSecret.New(), isSignedIn: false), out _));
            Assert.Equal(TokenReading.Valid, phases[phase + 1].Read(phases[phase].Write(SessionId.New(), SessionSecret.New(), isSignedIn: false), out _));
        }
    }

    [Fact]
    public void The_next_key_is_accepted_and_its_tokens_are_not_outdated()
    {
        var token = TestKeys.Protector(s_new).Write(SessionId.New(), SessionSecret.New(), isSignedIn: false);
        Assert.Equal(TokenReading.Valid, TestKeys.Protector(s_old, s_new).Read(token, out var said));
        Assert.False(said.IsOutdated);
    }

    [Fact]
    public void The_next_key_does_not_sign()
    {
        var token = TestKeys.Protector(s_old, s_new).Write(SessionId.New(), SessionSecret.New(), isSignedIn: false);
        Assert.Equal(TokenReading.Valid, TestKeys.Protector(s_old).Read(token, out _));
        Assert.Equal(TokenReading.UnknownKey, TestKeys.Protector(s_new).Read(token, out _));
    }

    [Fact]
    [Trait("Requirement", "R-63")]
    public void A_token_under_a_previous_key_is_outdated_and_is_reissued_with_the_same_id_and_secret()
    {
        var id = SessionId.New();
        var secret = SessionSecret.New();
        var old = TestKeys.Protector(s_old).Write(id, secret, isSignedIn: false);
        var tokens = TestKeys.Protector(s_new, null, s_old);
        Assert.Equal(TokenReading.Valid, tokens.Read(old, out var said));
        Assert.True(said.IsOutdated);

        var reissued = tokens.Reissue(old);

        Assert.NotEqual(old, reissued);
        Assert.Equal(TokenReading.Valid, TestKeys.Protector(s_new).Read(reissued, out var now));
        Assert.Equal(new SessionToken(id, secret.Hash(), IsOutdated: false, IsSignedIn: false), now);
    }

    [Fact]
    public void A_retired_key_is_refused_at_once() =>
        Assert.Equal(TokenReading.UnknownKey,
            TestKeys.Protector(s_new).Read(TestKeys.Protector(s_old).Write(SessionId.New(), SessionSecret.New(), isSignedIn: false), out _));

    [Fact]
    public async Task A_request_with_an_outdated_token_gets_it_reissued_without_a_write()
    {
        await using var before = new TestApp<Shop>();
        var cookie = await before.CreateAsync(new() { Count = 1 });
        await using var after = new TestApp<Shop>(
            o => (o.PreviousSecrets, o.Secret) = ([o.Secret!], Convert.ToHexString([.. Enumerable.Range(70, 32).Select(i => (byte)i)])), memory: before.Memory,
                clock: before.Clock);

        var session = await after.RequestAsync(cookie, s => Assert.Equal(1, s.Data.Count));

        var reissued = Assert.IsType<string>(session.SentCookie);
        Assert.NotEqual(cookie, reissued);
        Assert.Equal(1, (await after.RecordAsync(session.Id))!.Version);
        Assert.Equal(1, (await after.LoadAsync(reissued)).Data.Count);
        Assert.Null((await after.RequestAsync(reissued, _ => { })).SentCookie);
    }
}
