using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Tests;

/// <summary>Presets are defaults: what the application sets counts, whatever the order of the calls.</summary>
public sealed class PresetTests
{
    private const int StoreEndsWithTheProcess = 43;
    private const string Secret = "qG0v6mXo3yYp1s8r0u2w4z7B9D1F3H5J7L9N1P3R5T4=";

    /// <summary>Each preset, and none, in each environment: the cookie's name, and what becomes of the memory store.</summary>
    public static TheoryData<SessionPreset?, string?, string, string> Defaults
    {
        get
        {
            var rows = new TheoryData<SessionPreset?, string?, string, string>();
            rows.Add(null, "Development", "_session", "works");
            foreach (var environment in (string?[])["Production", "Staging", "development2", "", null]) rows.Add(null, environment, "__Host-_session", "warns");
            foreach (var environment in (string?[])["Development", "Production", "Staging", null])
            {
                rows.Add(SessionPreset.Development, environment, "_session", "works");
                rows.Add(SessionPreset.Testing, environment, "_session", "works");
                rows.Add(SessionPreset.Production, environment, "__Host-_session", "refused");
                rows.Add(SessionPreset.HighSecurity, environment, "__Host-_session", "refused");
                rows.Add(SessionPreset.Clustered, environment, "__Host-_session", "refused");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    [Trait("Requirement", "R-11")]
    [Trait("Requirement", "R-79")]
    public void An_application_that_chose_no_preset_is_as_strict_as_Production_outside_of_Development_and_a_memory_store_is_warned_of_once(
        SessionPreset? preset, string? environment, string name, string memory)
    {
        var options = OptionsOf(b => Choose(b, preset), environment: environment);
        Assert.Equal(name, options.Cookie.FullName);
        Assert.Equal(name == "_session" ? CookieSecurity.ExceptLocalDevelopment : CookieSecurity.Always, options.Cookie.SecurePolicy);
        Assert.Equal(preset == SessionPreset.HighSecurity ? CookieSameSite.Strict : CookieSameSite.Lax, options.Cookie.SameSite);
        Assert.Equal(preset == SessionPreset.HighSecurity
            ? (TimeSpan.FromMinutes(15), TimeSpan.FromHours(12))
            : (TimeSpan.FromHours(1), TimeSpan.FromHours(24)), (options.IdleTimeout, options.AbsoluteTimeout));

        var log = new LogSink();
        var services = ServicesIn(environment).AddLogging(l => l.AddProvider(log));
        Choose(services.AddAzuSessionsCore<Shop>(o => o.Secret = Secret).UseMemoryStore(), preset);
        Choose(services.AddAzuSessionsCore<Address>(o => (o.Secret, o.Cookie.Name) = (Secret, "_address")).UseMemoryStore(), preset);
        using var provider = services.BuildServiceProvider();
        if (memory == "refused")
        {
            Assert.Contains("survives a restart", Assert.Throws<InvalidOperationException>(provider.GetServices<ISessionLoader>).Message,
                StringComparison.Ordinal);
            return;
        }

        Assert.Equal(2, provider.GetServices<ISessionLoader>().Count());
        Assert.Equal(memory == "warns" ? 1 : 0, log.Count(StoreEndsWithTheProcess));
    }

    [Fact]
    public void HighSecurity_is_short_and_strict()
    {
        var options = OptionsOf(b => b.UsePreset(SessionPreset.HighSecurity));
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromHours(12)), (options.IdleTimeout, options.AbsoluteTimeout));
        Assert.Equal((CookieSameSite.Strict, true), (options.Cookie.SameSite, options.RevokeOnTokenReuse));
    }

    [Fact]
    public void Testing_writes_every_use_down() => Assert.Equal(TimeSpan.Zero, OptionsOf(b => b.UsePreset(SessionPreset.Testing)).TouchInterval);

    [Fact]
    public void What_the_application_sets_counts_whatever_the_order()
    {
        void Own(AzuSessionsOptions o) => (o.IdleTimeout, o.Cookie.SameSite, o.Cookie.UseHostPrefix) = (TimeSpan.FromMinutes(7), CookieSameSite.Lax, false);
        foreach (var options in (AzuSessionsOptions[])
            [OptionsOf(b => b.UsePreset(SessionPreset.HighSecurity), Own),
                OptionsOf(b => b.UsePreset(SessionPreset.Testing).UsePreset(SessionPreset.HighSecurity), Own)])
        {
            Assert.Equal((TimeSpan.FromMinutes(7), CookieSameSite.Lax, "_session"), (options.IdleTimeout, options.Cookie.SameSite, options.Cookie.FullName));
            Assert.Equal(TimeSpan.FromHours(12), options.AbsoluteTimeout);
            Assert.Null(options.TouchInterval);
        }
    }

    [Fact]
    [Trait("Requirement", "R-11")]
    public void Cookie_options_given_as_a_new_object_lose_neither_the_prefix_nor_Secure()
    {
        foreach (var preset in (SessionPreset?[])[SessionPreset.Production, null])
        {
            var options = OptionsOf(b => Choose(b, preset), o => o.Cookie = new() { Name = "mine" });
            Assert.Equal(("__Host-mine", CookieSecurity.Always), (options.Cookie.FullName, options.Cookie.SecurePolicy));
        }
    }

    [Fact]
    public void Options_come_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sessions:IdleTimeout"] = "00:20:00",
            ["Sessions:PreviousSecrets:0"] = Secret,
            ["Sessions:Cookie:Name"] = "configured",
            ["Sessions:Cookie:SameSite"] = "Strict",
            ["Sessions:KeyDerivation:Salt"] = "salt",
            ["Sessions:OnStoreFailure"] = "FailClosed",
            ["Sessions:AbsoluteTimeout"] = "10:00:00",
        }).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessionsCore<Shop>(configuration.GetSection("Sessions")).UsePreset(SessionPreset.Testing).UseMemoryStore();
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<ISessionLoader>().Options;
        Assert.Equal((TimeSpan.FromMinutes(20), TimeSpan.FromHours(10), "configured"), (options.IdleTimeout, options.AbsoluteTimeout, options.Cookie.Name));
        Assert.Equal((CookieSameSite.Strict, StoreFailureMode.FailClosed, "salt"),
            (options.Cookie.SameSite, options.OnStoreFailure, options.KeyDerivation.Salt));
        Assert.Equal([Secret], options.PreviousSecrets);
    }

    [Theory]
    [InlineData(null, null, "azu")]
    [InlineData(null, "from the setting", "from the setting")]
    [InlineData("from the option", "from the setting", "from the option")]
    [Trait("Requirement", "R-54")]
    public void The_application_name_is_in_every_token(string? option, string? setting, string expected)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["SESSION_APPLICATION"] = setting }).Build());
        services.AddAzuSessionsCore<Shop>(o => (o.Secret, o.ApplicationName) = (Secret, option)).UsePreset(SessionPreset.Testing).UseMemoryStore();
        using var provider = services.BuildServiceProvider();
        var token = provider.GetRequiredService<ISessionLoader>().CookieFormat.Issue(Samples.Record(), SessionSecret.New());
        var key = new SessionKey(Convert.FromBase64String(Secret));
        Assert.Equal(TokenReading.Valid, new TokenProtector(new(key), expected, "_session").Read(token, out _));
        Assert.Equal(TokenReading.Forged, new TokenProtector(new(key), "another", "_session").Read(token, out _));
    }

    [Fact]
    public async Task Several_session_types_have_options_and_stores_of_their_own()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessionsCore<Shop>(o => o.IdleTimeout = TimeSpan.FromMinutes(5)).UsePreset(SessionPreset.Testing).UseMemoryStore();
        services.AddAzuSessionsCore<Address>(o => o.Cookie.Name = "_address").UsePreset(SessionPreset.Testing).UseMemoryStore();
        await using var provider = services.BuildServiceProvider();
        var loaders = provider.GetServices<ISessionLoader>().ToList();
        Assert.Equal([typeof(Shop), typeof(Address)], loaders.Select(l => l.DataType));
        Assert.Equal([TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)], loaders.Select(l => l.Options.IdleTimeout));
        await provider.GetRequiredService<SessionManager<Shop>>().CreateAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(0, await provider.GetRequiredService<SessionManager<Address>>().CountAsync(TestContext.Current.CancellationToken));
    }

    private static void Choose<TData>(AzuSessionsBuilder<TData> sessions, SessionPreset? preset) where TData : notnull
    {
        if (preset is { } named) sessions.UsePreset(named);
    }

    private static IServiceCollection ServicesIn(string? environment)
    {
        var services = new ServiceCollection();
        if (environment is not null) services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment });
        return services;
    }

    private static AzuSessionsOptions OptionsOf(Action<AzuSessionsBuilder<Shop>> build, Action<AzuSessionsOptions>? configure = null,
        string? environment = null)
    {
        var services = ServicesIn(environment).AddLogging();
        var builder = services.AddAzuSessionsCore<Shop>(o =>
        {
            o.Secret = Secret;
            configure?.Invoke(o);
        });
        builder.UseStore(new CapableStore());
        build(builder);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<ISessionLoader>().Options;
    }
}
