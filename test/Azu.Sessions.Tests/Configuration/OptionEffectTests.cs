namespace Azu.Sessions.Tests;

/// <summary>Options whose effect no other test of the engine shows.</summary>
public sealed class OptionEffectTests
{
    private const string Other = "Zm9vYmFyQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=";
    private const string Passphrase = "correct horse battery staple and forty more words";

    [Fact]
    [Trait("Requirement", "R-62")]
    public async Task NextSecret_is_accepted_before_it_is_promoted()
    {
        await using var promoted = new TestApp<Shop>(o => o.Secret = Other);
        var token = await promoted.CreateAsync(new());
        await using var prepared = new TestApp<Shop>(o => o.NextSecret = Other, memory: promoted.Memory, clock: promoted.Clock);
        await using var unprepared = new TestApp<Shop>(memory: promoted.Memory, clock: promoted.Clock);
        Assert.False((await prepared.LoadAsync(token)).IsNew);
        Assert.Null((await prepared.RequestAsync(token, _ => { })).SentCookie);
        Assert.Equal(TokenReading.UnknownKey, unprepared.Loader.CookieFormat.Read(token, out _));
    }

    [Theory]
    [InlineData(1000, "AAECAwQFBgcICQoLDA0ODw==", true)]
    [InlineData(1001, "AAECAwQFBgcICQoLDA0ODw==", false)]
    [InlineData(1000, "AAECAwQFBgcICQoLDA0OEA==", false)]
    [Trait("Requirement", "R-64")]
    public async Task KeyDerivation_makes_the_key_of_a_passphrase(int iterations, string salt, bool isSame)
    {
        await using var one = new TestApp<Shop>(o =>
            (o.Secret, o.KeyDerivation) = (Passphrase, new() { Iterations = 1000, Salt = "AAECAwQFBgcICQoLDA0ODw==" }));
        await using var two = new TestApp<Shop>(o => (o.Secret, o.KeyDerivation) = (Passphrase, new() { Iterations = iterations, Salt = salt }));
        Assert.Equal(isSame ? TokenReading.Valid : TokenReading.UnknownKey, two.Loader.CookieFormat.Read(await one.CreateAsync(new()), out _));
    }

    [Fact]
    [Trait("Requirement", "R-54")]
    public async Task Cookie_Name_and_UseHostPrefix_are_in_every_token()
    {
        await using var plain = new TestApp<Shop>();
        await using var named = new TestApp<Shop>(o => o.Cookie.Name = "other");
        await using var prefixed = new TestApp<Shop>(o => (o.Cookie.UseHostPrefix, o.Cookie.SecurePolicy) = (true, CookieSecurity.Always));
        var token = await plain.CreateAsync(new());
        Assert.Equal(TokenReading.Forged, named.Loader.CookieFormat.Read(token, out _));
        Assert.Equal(TokenReading.Forged, prefixed.Loader.CookieFormat.Read(token, out _));
    }

    [Fact]
    public async Task IdleTimeout_and_AbsoluteTimeout_are_the_life_of_a_session()
    {
        await using var app = new TestApp<Shop>(o => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(70)));
        var session = await app.LoadAsync(await app.CreateAsync(new()));
        Assert.Equal((TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(70)),
            (session.ExpiresAt - session.CreatedAt, session.State.Record!.AbsoluteExpiresAt - session.CreatedAt));
        await using var endless = new TestApp<Shop>(o => o.AbsoluteTimeout = null);
        Assert.Null((await endless.LoadAsync(await endless.CreateAsync(new()))).State.Record!.AbsoluteExpiresAt);
    }

    [Fact]
    public async Task RotationGrace_is_how_long_an_old_token_reads()
    {
        await using var app = new TestApp<Shop>(o => o.RotationGrace = TimeSpan.FromMinutes(1));
        var before = await app.CreateAsync(new());
        await app.RequestAsync(before, s => s.RotateToken());
        app.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False((await app.LoadAsync(before)).IsNew);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await app.LoadAsync(before)).IsNew);
    }
}
