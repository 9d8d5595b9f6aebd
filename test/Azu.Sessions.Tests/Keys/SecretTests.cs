using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Tests;

/// <summary>Which secrets an application starts with, and that no message shows one.</summary>
[Trait("Requirement", "R-52")]
public sealed class SecretTests
{
    private const int SecretMadeUp = 11;
    private const string Salt = "AAECAwQFBgcICQoLDA0ODw==";
    private const string Good = "qG0v6mXo3yYp1s8r0u2w4z7B9D1F3H5J7L9N1P3R5T4=";

    [Theory]
    [InlineData("changeme")]
    [InlineData("ChangeMe-ChangeMe-ChangeMe-ChangeMe-1234")]
    [InlineData("this-is-my-super-secret-key-for-sessions-2026")]
    [InlineData("your-256-bit-key-goes-here-your-256-bit-key")]
    [InlineData("a placeholder of some length, much longer than needed")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("12345678901234567890123456789012345678901234")]
    [InlineData("short")]
    [InlineData("qG0v6mXo3yYp1s8r0u2w4z7B9D1F3H5J7L9N1P3R5Q")]
    [InlineData("00112233445566778899aabbccddee")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("abababababababababababababababababababababababab")]
    [InlineData("ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ")]
    [InlineData("correct-horse-battery-staple-and-forty-more-words")]
    [InlineData("correct horse battery staple and forty more words")]
    [InlineData("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9" +
        "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9")]
    public void A_secret_that_protects_nothing_is_refused_and_not_shown(string secret)
    {
        if (secret.StartsWith("qG0v", StringComparison.Ordinal)) secret = secret[..^1]; // 31 bytes
        var refusal = Assert.Throws<InsecureSecretException>(() => SecretText.ToRootKey("PreviousSecrets[3]", secret, new()));
        Assert.StartsWith("PreviousSecrets[3] ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, refusal.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAECAwQFBgcICQoLDA0O")]
    [InlineData("not base64 at all")]
    [Trait("Requirement", "R-64")]
    public void A_passphrase_needs_a_salt_of_sixteen_bytes(string? salt) =>
        Assert.Contains("KeyDerivation.Salt",
            Assert.Throws<InsecureSecretException>(() =>
            SecretText.ToRootKey("Secret", "correct horse battery staple and forty more words", new() { Salt = salt })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("correct-horse-battery-staple-and-forty-more-words")]
    [InlineData("CORRECT-HORSE-BATTERY-STAPLE-AND-FORTY-MORE-WORDS")]
    [InlineData("correct_horse_battery_staple_and_forty_more_words_2026")]
    [Trait("Requirement", "R-64")]
    public void Words_in_the_alphabet_of_base64_are_a_passphrase_and_are_stretched(string words)
    {
        var one = SecretText.ToRootKey("Secret", words, new() { Salt = Salt, Iterations = 1 });
        Assert.Equal(32, one.Length);
        Assert.NotEqual(one, SecretText.ToRootKey("Secret", words, new() { Salt = Salt, Iterations = 2 }));
    }

    [Fact]
    [Trait("Requirement", "R-64")]
    public void Few_iterations_are_for_tests_only()
    {
        Assert.Contains("KeyDerivation.Iterations",
            Assert.Throws<InsecureSecretException>(() => Start(o => (o.Secret, o.KeyDerivation.Iterations) = (Good, 599_999))).Message,
            StringComparison.Ordinal);
        Start(o => (o.Secret, o.KeyDerivation.Iterations) = (Good, 1), preset: SessionPreset.Testing);
    }

    [Theory]
    [InlineData("Production", null)]
    [InlineData("Staging", SessionPreset.Development)]
    [InlineData("Development", SessionPreset.Production)]
    [InlineData("Development", SessionPreset.HighSecurity)]
    [InlineData("Development", SessionPreset.Clustered)]
    [InlineData(null, null)]
    [InlineData("Staging", null)]
    public void Without_a_secret_the_application_does_not_start(string? environment, SessionPreset? preset)
    {
        var refusal = Assert.Throws<InsecureSecretException>(() => Start(_ => { }, environment, preset));
        Assert.Contains("SESSION_SECRET", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_secret_is_none(string secret) => Assert.Throws<InsecureSecretException>(() => Start(o => o.Secret = secret, "Production"));

    [Fact]
    public void In_Development_one_is_made_up_with_one_warning_however_many_session_types_there_are()
    {
        var log = Start(_ => { }, "Development");
        Assert.Equal(1, log.Count(SecretMadeUp));
        Assert.Equal(LogLevel.Warning, log.Lines.Single(l => l.Event == SecretMadeUp).Level);
    }

    [Fact]
    public void The_preset_Testing_makes_one_up_in_silence() => Assert.Equal(0, Start(_ => { }, "Production", SessionPreset.Testing).Count(SecretMadeUp));

    [Fact]
    public void Two_applications_make_up_different_ones()
    {
        var token = new TestToken().Value;
        Assert.NotEqual(TokenReading.Valid, new TestToken().CookieFormat.Read(token, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void SESSION_SECRET_is_the_default(string? secret)
    {
        var log = Start(o => o.Secret = secret, "Production", setting: Good);
        Assert.Equal(0, log.Count(SecretMadeUp));
        Assert.StartsWith("SESSION_SECRET ",
            Assert.Throws<InsecureSecretException>(() => Start(o => o.Secret = secret, "Production", setting: "changeme")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_option_goes_before_the_setting() => Start(o => o.Secret = Good, "Production", setting: "changeme");

    [Fact]
    public void The_other_secrets_are_checked_too()
    {
        Assert.StartsWith("NextSecret ", Assert.Throws<InsecureSecretException>(() => Start(o => (o.Secret, o.NextSecret) = (Good, "short"))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("PreviousSecrets[1] ",
            Assert.Throws<InsecureSecretException>(() => Start(o => (o.Secret, o.PreviousSecrets) = (Good, [Good, "short"]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-66")]
    public async Task No_type_that_holds_a_secret_shows_it()
    {
        await using var app = new TestApp<Shop>(o => (o.Secret, o.NextSecret) = (Good, "Zm9vYmFyQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="));
        var created = await app.Manager.CreateAsync(new() { Name = "data that is nobody's business" }, "alice",
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(TokenReading.Valid, app.Loader.CookieFormat.Read(created.Token, out var token));
        var session = await app.LoadAsync(created.Token);
        session.RotateToken();
        await session.CommitAsync();
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(created.Token);
        var secret = new SessionSecret(bytes.AsSpan(21, 32));
        var options = app.Engine.Options;
        object[] holders =
        [
            created, created.Session, token, new ParsedToken(created.Token.AsMemory(), token), secret, secret.Hash(), session, session.State,
                session.State.Actions.Cookie,
            session.State.Record!, options, options.KeyDerivation, app.Engine, app.Loader, app.Engine.CookieFormat, new SessionKey(bytes),
                new KeyRing(new(bytes)),
            app.Engine.Removals, app.Manager, CookieChange.Set(created.Token, null),
        ];
        string[] secrets = [created.Token, session.SentCookie!, created.Token[28..71], Good, Convert.ToHexString(bytes.AsSpan(21, 32)), "nobody's business"];
        foreach (var holder in holders)
        {
            foreach (var shown in secrets) Assert.DoesNotContain(shown, holder.ToString(), StringComparison.OrdinalIgnoreCase);
        }

        foreach (var line in app.Log.Lines)
        {
            foreach (var shown in secrets) Assert.DoesNotContain(shown, line.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    [Trait("Requirement", "R-66")]
    public void Every_type_that_would_print_its_members_and_has_a_credential_among_them_says_something_else()
    {
        Type[] credentials = [typeof(SessionSecret), typeof(SessionKey), typeof(byte[]), typeof(ReadOnlyMemory<char>)];
        string[] names = ["Secret", "Token", "Value", "Cookie", "Key"];
        var careless = typeof(SessionKey).Assembly.GetTypes().Concat(typeof(SecretHash).Assembly.GetTypes())
            .Where(t => t.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null) // a record
            .Where(t => t.GetMethod("ToString", Type.EmptyTypes)!.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)))
            .Where(t => t.GetProperties().Any(p => (p.PropertyType == typeof(string) && names.Any(n => p.Name.Contains(n, StringComparison.Ordinal)))
                || credentials.Contains(Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType)))
            .Select(t => t.FullName).ToList();
        // What these print: a value of an index, chosen by the application to find sessions by; flash messages and documents, which are data.
        string[] known = [typeof(SessionIndexEntry).FullName!, "Azu.Sessions.KeyedSection+Edit"];
        Assert.DoesNotContain(careless, t => !known.Contains(t) && !t!.Contains("+Step", StringComparison.Ordinal));
    }

    private static LogSink Start(Action<AzuSessionsOptions> configure, string? environment = "Production", SessionPreset? preset = null, string? setting = null)
    {
        var log = new LogSink();
        var services = new ServiceCollection().AddLogging(l => l.AddProvider(log));
        if (environment is not null) services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment });
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["SESSION_SECRET"] = setting })
            .Build());
        var shop = services.AddAzuSessionsCore<Shop>(configure).UseStore(new CapableStore());
        var address = services.AddAzuSessionsCore<Address>(o =>
        {
            configure(o);
            o.Cookie.Name = "_address";
        }).UseStore(new CapableStore());
        if (preset is { } named) (_, _) = (shop.UsePreset(named), address.UsePreset(named));
        using var provider = services.BuildServiceProvider();
        foreach (var loader in provider.GetServices<ISessionLoader>()) Assert.NotNull(loader.CookieFormat);
        return log;
    }

    private sealed class TestToken
    {
        public TestToken()
        {
            var services = new ServiceCollection().AddLogging();
            services.AddAzuSessionsCore<Shop>().UsePreset(SessionPreset.Testing).UseMemoryStore();
            CookieFormat = services.BuildServiceProvider().GetRequiredService<ISessionLoader>().CookieFormat;
            Value = CookieFormat.Issue(Samples.Record(), SessionSecret.New());
        }

        public ISessionCookieFormat CookieFormat { get; }

        public string Value { get; }
    }
}
