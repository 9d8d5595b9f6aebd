namespace Azu.Sessions.Tests;

/// <summary>Every setting that has to do with keys and sealing does something.</summary>
public sealed class EncryptionOptionTests
{
    private const string Words = "words, and punctuation: forty characters or so!";

    private readonly ManualTimeProvider _time = new();
    private readonly InspectableStore _store;

    public EncryptionOptionTests() => _store = new(_time);

    [Fact]
    [Trait("Requirement", "R-58")]
    public async Task The_suite_and_the_accepted_suites_count()
    {
        foreach (var suite in Given.Suites)
        {
            var other = Given.Suites.Single(s => s != suite);
            using var sealing = new EngineNode(_store, _time, build: b => b.WithEncryption(e => e.Algorithm = suite));
            var record = await _store.RecordAsync((await sealing.Manager.CreateAsync(new Basket { Items = ["tea"] })).Session.Id);
            Assert.Equal((byte)suite, record.Payload.Span[1]);

            using var accepting = new EngineNode(_store, _time, build: b => b.WithEncryption(e => e.Algorithm = other));
            Assert.Equal(PayloadReading.Read, accepting.Engine.Codec.TryRead(record, out _));
            using var refusing = new EngineNode(_store, _time, build: b => b.WithEncryption(e =>
            {
                e.Algorithm = other;
                e.AcceptedAlgorithms.Add(other);
            }));
            Assert.Equal(PayloadReading.Corrupted, refusing.Engine.Codec.TryRead(record, out _));
        }
    }

    [Fact]
    [Trait("Requirement", "R-64")]
    public async Task Passphrase_salt_and_iterations_all_make_the_key()
    {
        void Configure(AzuSessionsOptions o, int iterations, string salt) =>
            (o.Secret, o.KeyDerivation) = (Words, new() { Iterations = iterations, Salt = salt });
        const string Salt = "AAECAwQFBgcICQoLDA0ODw==", OtherSalt = "EBESExQVFhcYGRobHB0eHw==";
        using var node = new EngineNode(_store, _time, o => Configure(o, 1_000, Salt), b => b.UsePreset(SessionPreset.Testing));
        using var same = new EngineNode(_store, _time, o => Configure(o, 1_000, Salt), b => b.UsePreset(SessionPreset.Testing));
        using var otherCount = new EngineNode(_store, _time, o => Configure(o, 1_001, Salt), b => b.UsePreset(SessionPreset.Testing));
        using var otherSalt = new EngineNode(_store, _time, o => Configure(o, 1_000, OtherSalt), b => b.UsePreset(SessionPreset.Testing));
        var browser = new CookieJar();
        await node.AddAsync(browser, "tea");
        await same.ReadAsync(browser);
        Assert.Equal(TokenReading.Valid, same.LastReading);
        foreach (var other in new[] { otherCount, otherSalt })
        {
            await other.ReadAsync(browser);
            Assert.Equal(TokenReading.UnknownKey, other.LastReading);
        }
    }

    [Theory]
    [Trait("Requirement", "R-64")]
    [InlineData(null)]
    [InlineData(SessionPreset.Development)]
    [InlineData(SessionPreset.Production)]
    [InlineData(SessionPreset.HighSecurity)]
    [InlineData(SessionPreset.Clustered)]
    public void Fewer_than_six_hundred_thousand_iterations_are_refused_outside_of_tests(SessionPreset? preset)
    {
        var message = Assert.Throws<InsecureSecretException>(() =>
            new EngineNode(_store, _time, o => o.KeyDerivation.Iterations = 599_999, b => b.In(null, preset))).Message;
        Assert.Contains("KeyDerivation.Iterations", message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-52")]
    public void Each_secret_is_checked_and_named_in_the_message()
    {
        void AssertRefused(string setting, Action<AzuSessionsOptions> options) =>
            Assert.StartsWith(setting + " ", Assert.Throws<InsecureSecretException>(() => new EngineNode(_store, _time, options)).Message,
                StringComparison.Ordinal);

        AssertRefused("Secret", o => o.Secret = "short");
        AssertRefused("NextSecret", o => o.NextSecret = "short");
        AssertRefused("PreviousSecrets[1]", o => o.PreviousSecrets = [EngineNode.SecondSecret, "short"]);
    }
}
