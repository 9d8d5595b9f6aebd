using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Azu.Sessions.Tests.Registration;

/// <summary>Presets are defaults: what the application sets counts, whatever the order of the calls.</summary>
public sealed class PresetTests
{
    private const string Secret = "qG0v6mXo3yYp1s8r0u2w4z7B9D1F3H5J7L9N1P3R5T4=";

    [Theory]
    [InlineData(SessionPreset.None, null)]
    [InlineData(SessionPreset.Development, null)]
    [InlineData(SessionPreset.Testing, null)]
    [InlineData(SessionPreset.Production, "__Host-_session")]
    [InlineData(SessionPreset.HighSecurity, "__Host-_session")]
    [InlineData(SessionPreset.Clustered, "__Host-_session")]
    [Trait("Requirement", "R-11")]
    public void Presets_for_the_open_network_have_the_host_prefix_and_are_always_Secure(SessionPreset preset, string? name)
    {
        var options = OptionsOf(b => b.UsePreset(preset));
        Assert.Equal(name ?? "_session", options.Cookie.FullName);
        Assert.Equal(name is null ? CookieSecurity.ExceptLocalDevelopment : CookieSecurity.Always, options.Cookie.SecurePolicy);
    }

    [Fact]
    public void HighSecurity_is_short_and_strict()
    {
        var options = OptionsOf(b => b.UsePreset(SessionPreset.HighSecurity));
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromHours(12)), (options.IdleTimeout, options.AbsoluteTimeout));
        Assert.Equal((CookieSameSite.Strict, true), (options.Cookie.SameSite, options.RevokeOnTokenReuse));
    }

    [Fact]
    public void Development_lasts_a_working_day_and_Testing_writes_every_use_down()
    {
        Assert.Equal(TimeSpan.FromHours(8), OptionsOf(b => b.UsePreset(SessionPreset.Development)).IdleTimeout);
        Assert.Equal(TimeSpan.Zero, OptionsOf(b => b.UsePreset(SessionPreset.Testing)).TouchInterval);
    }

    [Fact]
    public void What_the_application_sets_counts_whatever_the_order()
    {
        void Own(AzuSessionOptions o) => (o.IdleTimeout, o.Cookie.SameSite, o.Cookie.UseHostPrefix) = (TimeSpan.FromMinutes(7), CookieSameSite.Lax, false);
        foreach (var options in (AzuSessionOptions[])
            [OptionsOf(b => b.UsePreset(SessionPreset.HighSecurity), Own), OptionsOf(b => b.UsePreset(SessionPreset.Testing).UsePreset(SessionPreset.HighSecurity), Own)])
        {
            Assert.Equal((TimeSpan.FromMinutes(7), CookieSameSite.Lax, "_session"), (options.IdleTimeout, options.Cookie.SameSite, options.Cookie.FullName));
            Assert.Equal(TimeSpan.FromHours(12), options.AbsoluteTimeout);
            Assert.Null(options.TouchInterval);
        }
    }

    [Fact]
    [Trait("Requirement", "R-11")]
    public void Cookie_options_given_as_a_new_object_do_not_lose_the_prefix()
    {
        var options = OptionsOf(b => b.UsePreset(SessionPreset.Production), o => o.Cookie = new() { Name = "mine", SecurePolicy = CookieSecurity.Always });
        Assert.Equal("__Host-mine", options.Cookie.FullName);
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
        Assert.Equal((CookieSameSite.Strict, StoreFailureMode.FailClosed, "salt"), (options.Cookie.SameSite, options.OnStoreFailure, options.KeyDerivation.Salt));
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
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["SESSION_APPLICATION"] = setting }).Build());
        services.AddAzuSessionsCore<Shop>(o => (o.Secret, o.ApplicationName) = (Secret, option)).UsePreset(SessionPreset.Testing).UseMemoryStore();
        using var provider = services.BuildServiceProvider();
        var token = provider.GetRequiredService<ISessionLoader>().Carrier.Issue(Samples.Record(), SessionSecret.New());
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
        Assert.Equal(0, await provider.GetRequiredService<SessionManager<Address>>().SizeAsync(TestContext.Current.CancellationToken));
    }

    private static AzuSessionOptions OptionsOf(Action<AzuSessionsBuilder<Shop>> build, Action<AzuSessionOptions>? configure = null)
    {
        var services = new ServiceCollection().AddLogging();
        var builder = services.AddAzuSessionsCore<Shop>(o =>
        {
            o.Secret = Secret;
            configure?.Invoke(o);
        });
        builder.UseStore(new SharedStore());
        build(builder);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<ISessionLoader>().Options;
    }
}
