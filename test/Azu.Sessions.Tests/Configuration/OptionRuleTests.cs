using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Azu.Sessions.Tests;

/// <summary>Options that make no sense stop the start, and the message names the setting: one row per rule.</summary>
public sealed class OptionRuleTests
{
    public static TheoryData<string, Action<AzuSessionsOptions>> Refused { get; } = new()
    {
        { "IdleTimeout", o => o.IdleTimeout = TimeSpan.Zero },
        { "SignInPath", o => o.SignInPath = "//evil.example/login" },
        { "SignInPath", o => o.SignInPath = "login" },
        { "IdleTimeout", o => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.MaxValue, null) },
        { "AbsoluteTimeout", o => o.AbsoluteTimeout = TimeSpan.Zero },
        { "AbsoluteTimeout", o => o.AbsoluteTimeout = TimeSpan.FromHours(-1) },
        { "AbsoluteTimeout", o => o.AbsoluteTimeout = TimeSpan.MaxValue },
        { "shorter than IdleTimeout", o => o.AbsoluteTimeout = TimeSpan.FromMinutes(59) },
        { "Raise AbsoluteTimeout", o => o.IdleTimeout = TimeSpan.FromDays(14) },
        { "MaxAbsoluteTimeout", o => o.MaxAbsoluteTimeout = TimeSpan.FromHours(23) },
        { "MaxAbsoluteTimeout", o => o.MaxAbsoluteTimeout = TimeSpan.MaxValue },
        { "Set AbsoluteTimeout too", o => (o.AbsoluteTimeout, o.MaxAbsoluteTimeout) = (null, TimeSpan.FromDays(1)) },
        { "TouchInterval", o => o.TouchInterval = TimeSpan.FromTicks(-1) },
        { "TouchInterval", o => o.TouchInterval = o.IdleTimeout },
        { "RotationGrace", o => o.RotationGrace = TimeSpan.FromTicks(-1) },
        { "RotationGrace", o => o.RotationGrace = TimeSpan.FromMinutes(5.1) },
        { "MaxSessionsPerSubject", o => o.MaxSessionsPerSubject = 0 },
        { "CleanupInterval", o => o.CleanupInterval = TimeSpan.FromSeconds(0.9) },
        { "CleanupInterval", o => o.CleanupInterval = TimeSpan.FromDays(50) },
        { "MaxPayloadBytes", o => o.MaxPayloadBytes = 1023 },
        { "KeyDerivation.Iterations", o => o.KeyDerivation.Iterations = 0 },
        { "Cookie.Persistent", o => (o.Cookie.Persistent, o.AbsoluteTimeout) = (true, TimeSpan.FromDays(401)) },
        { "Cookie.Persistent", o => (o.Cookie.Persistent, o.AbsoluteTimeout, o.IdleTimeout) = (true, null, TimeSpan.FromDays(401)) },
        { "Cookie.Name", o => o.Cookie.Name = "" },
        { "Cookie.Name", o => o.Cookie.Name = "a b" },
        { "Cookie.Name", o => o.Cookie.Name = "a;Domain=evil.test" },
        { "Cookie.Name", o => o.Cookie.Name = "a\r\nSet-Cookie:b" },
        { "Cookie.Name", o => o.Cookie.Name = "s\u00e9ance" },
        { "Cookie.UseHostPrefix", o => o.Cookie.Name = "__Host-session" },
        { "already has a prefix", o => o.Cookie.Name = "__secure-session" },
        { "Cookie.Path", o => o.Cookie.Path = "" },
        { "Cookie.Path", o => o.Cookie.Path = "app" },
        { "Cookie.Path", o => o.Cookie.Path = "/;Domain=evil.test" },
        { "Cookie.Path", o => o.Cookie.Path = "/\u007f" },
        { "Cookie.Domain", o => o.Cookie.Domain = "" },
        { "Cookie.Domain", o => o.Cookie.Domain = "a.test;Secure" },
        { "Cookie.Domain", o => o.Cookie.Domain = "a.test\n" },
        { "Cookie.Domain is set", o => (o.Cookie.UseHostPrefix, o.Cookie.SecurePolicy, o.Cookie.Domain) = (true, CookieSecurity.Always, "a.test") },
        { "Path other than '/'", o => (o.Cookie.UseHostPrefix, o.Cookie.SecurePolicy, o.Cookie.Path) = (true, CookieSecurity.Always, "/app") },
        { "Cookie.UseHostPrefix needs", o => o.Cookie.UseHostPrefix = true },
        { "Cookie.SameSite is None", o => o.Cookie.SameSite = CookieSameSite.None },
        { "Cookie.Partitioned needs", o => o.Cookie.Partitioned = true },
    };

    public static TheoryData<string, Action<SessionResilienceOptions>> RefusedResilience { get; } = new()
    {
        { "AttemptTimeout", r => r.AttemptTimeout = TimeSpan.Zero },
        { "AttemptTimeout", r => (r.AttemptTimeout, r.TotalTimeout) = (TimeSpan.MaxValue, TimeSpan.MaxValue) },
        { "TotalTimeout", r => r.TotalTimeout = TimeSpan.FromSeconds(0.9) },
        { "TotalTimeout", r => r.TotalTimeout = TimeSpan.MaxValue },
        { "Retry.MaxAttempts", r => r.Retry.MaxAttempts = 0 },
        { "Retry.Delay", r => r.Retry.Delay = TimeSpan.FromTicks(-1) },
        { "Retry.Delay", r => r.Retry.Delay = TimeSpan.FromDays(2) },
        { "CircuitBreaker.FailureThreshold", r => r.CircuitBreaker.FailureThreshold = 1 },
        { "CircuitBreaker.SamplingDuration", r => r.CircuitBreaker.SamplingDuration = TimeSpan.Zero },
        { "CircuitBreaker.SamplingDuration", r => r.CircuitBreaker.SamplingDuration = TimeSpan.FromDays(2) },
        { "CircuitBreaker.BreakDuration", r => r.CircuitBreaker.BreakDuration = TimeSpan.Zero },
        { "CircuitBreaker.BreakDuration", r => r.CircuitBreaker.BreakDuration = TimeSpan.FromDays(2) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    [Trait("Requirement", "R-12")]
    [Trait("Requirement", "R-13")]
    [Trait("Requirement", "R-14")]
    [Trait("Requirement", "R-24")]
    public async Task An_option_that_makes_no_sense_stops_the_start_and_is_named(string named, Action<AzuSessionsOptions> configure)
    {
        await using var app = new TestApp<Shop>(configure);
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(app.StartAsync);
        var message = refusal.Failures.First();
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Theory]
    [MemberData(nameof(RefusedResilience))]
    public async Task A_resilience_setting_that_makes_no_sense_stops_the_start_and_is_named(string named, Action<SessionResilienceOptions> configure)
    {
        await using var app = new TestApp<Shop>(build: b => b.WithResilience(r =>
        {
            var defaults = new SessionResilienceOptions();
            (r.AttemptTimeout, r.TotalTimeout) = (defaults.AttemptTimeout, defaults.TotalTimeout);
            configure(r);
        }));
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(app.StartAsync);
        Assert.Contains(named, refusal.Failures.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_accepted()
    {
        Assert.True(new AzuSessionsOptionsValidator().Validate(null, new()).Succeeded);
        Assert.True(new SessionResilienceOptionsValidator().Validate(null, new()).Succeeded);
        Assert.True(new NearCacheOptionsValidator().Validate(null, new()).Succeeded);
        Assert.True(new MemoryStoreOptionsValidator().Validate(null, new()).Succeeded);
        Assert.True(new SessionEncryptionOptionsValidator().Validate(null, new()).Succeeded);
        Assert.True(new SessionCompressionOptionsValidator().Validate(null, new()).Succeeded);
    }

    [Fact]
    [Trait("Requirement", "R-10")]
    [Trait("Requirement", "R-11")]
    [Trait("Requirement", "R-26")]
    public void The_defaults_are_the_strict_ones()
    {
        var o = new AzuSessionsOptions();
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromHours(24), true, false), (o.IdleTimeout, o.AbsoluteTimeout, o.SlidingExpiration, o.SaveUnmodified));
        Assert.Equal((TimeSpan.FromSeconds(10), false, null, false), (o.RotationGrace, o.RevokeOnTokenReuse, o.MaxSessionsPerSubject, o.RecordClient));
        Assert.Equal(("_session", "/", null, CookieSameSite.Lax, true, false, false),
            (o.Cookie.FullName, o.Cookie.Path, o.Cookie.Domain, o.Cookie.SameSite, o.Cookie.HttpOnly, o.Cookie.Persistent, o.Cookie.Partitioned));
        Assert.Equal((600_000, 1024 * 1024), (o.KeyDerivation.Iterations, o.MaxPayloadBytes));
    }

    [Theory]
    [InlineData(SessionPreset.Production)]
    [InlineData(SessionPreset.HighSecurity)]
    [InlineData(SessionPreset.Clustered)]
    [Trait("Requirement", "R-79")]
    public async Task The_memory_store_is_refused_where_a_restart_would_sign_everybody_out(SessionPreset preset)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessionsCore<Shop>().UseMemoryStore().UsePreset(preset);
        await using var provider = services.BuildServiceProvider();
        var refusal = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<ISessionLoader>);
        Assert.Contains("'memory'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{preset}", refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, SessionCapabilities, Action<AzuSessionsBuilder<Shop>>, Action<AzuSessionsOptions>> Unfit { get; } = new()
    {
        { "Clustered", SessionCapabilities.Durable, b => b.UsePreset(SessionPreset.Clustered), _ => { } },
        { "MaxSessionsPerSubject", SessionCapabilities.None, _ => { }, o => o.MaxSessionsPerSubject = 1 },
        { "IndexBy", SessionCapabilities.None, b => b.IndexBy("name", d => d.Name), _ => { } },
        { "AbsoluteTimeout", SessionCapabilities.Index, b => b.IndexBy("name", d => d.Name), o => o.AbsoluteTimeout = null },
        { "AbsoluteTimeout", SessionCapabilities.Index, _ => { }, o => (o.AbsoluteTimeout, o.MaxSessionsPerSubject) = (null, 1) },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task What_needs_more_than_the_store_can_do_is_refused(string named, SessionCapabilities capabilities, Action<AzuSessionsBuilder<Shop>> build,
        Action<AzuSessionsOptions> configure)
    {
        await using var app = new TestApp<Shop>(configure, build: b =>
        {
            b.UseStore(new CapableStore(new(new(), TimeProvider.System), capabilities));
            build(b);
        });
        Assert.Contains(named, Assert.Throws<InvalidOperationException>(() => app.Loader).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_claims_an_index_and_has_none_is_refused()
    {
        await using var app = new TestApp<Shop>(build: b => b.UseStore(new Boaster()));
        Assert.Contains("ISessionIndex", Assert.Throws<InvalidOperationException>(() => app.Loader).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_store_is_refused_with_what_to_add()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessionsCore<Shop>().UsePreset(SessionPreset.Testing);
        await using var provider = services.BuildServiceProvider();
        Assert.Contains(".UseMemoryStore()", Assert.Throws<InvalidOperationException>(provider.GetRequiredService<ISessionLoader>).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_session_type_is_added_once()
    {
        var services = new ServiceCollection();
        services.AddAzuSessionsCore<Shop>();
        Assert.Contains("The sessions of Shop were added twice", Assert.Throws<InvalidOperationException>(() => services.AddAzuSessionsCore<Shop>()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_a_request_an_injected_session_says_what_to_use()
    {
        await using var app = new TestApp<Shop>();
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Contains("SessionManager<Shop>", Assert.Throws<InvalidOperationException>(scope.ServiceProvider.GetRequiredService<Session<Shop>>).Message,
            StringComparison.Ordinal);
    }

    private sealed class Boaster() : ForwardingStore(new MemoryStore(new(), TimeProvider.System))
    {
        public override SessionCapabilities Capabilities => SessionCapabilities.Index;
    }
}
