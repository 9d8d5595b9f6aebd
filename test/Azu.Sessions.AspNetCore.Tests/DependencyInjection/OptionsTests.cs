using Microsoft.Extensions.Configuration;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Options that make no sense stop the start, and the message names the setting.</summary>
[Trait("Requirement", "R-12")]
[Trait("Requirement", "R-13")]
[Trait("Requirement", "R-14")]
public sealed class OptionsTests
{
    private static readonly Dictionary<string, (Action<AzuSessionsOptions> Set, string Named)> s_nonsense = new()
    {
        ["idle zero"] = (o => o.IdleTimeout = TimeSpan.Zero, "IdleTimeout"),
        ["idle negative"] = (o => o.IdleTimeout = TimeSpan.FromSeconds(-1), "IdleTimeout"),
        ["idle endless"] = (o => (o.IdleTimeout, o.AbsoluteTimeout) = (TimeSpan.MaxValue, null), "IdleTimeout"),
        ["absolute zero"] = (o => o.AbsoluteTimeout = TimeSpan.Zero, "AbsoluteTimeout"),
        ["absolute endless"] = (o => o.AbsoluteTimeout = TimeSpan.MaxValue, "AbsoluteTimeout"),
        ["absolute below idle"] = (o => o.AbsoluteTimeout = TimeSpan.FromMinutes(1), "AbsoluteTimeout"),
        ["touch negative"] = (o => o.TouchInterval = TimeSpan.FromSeconds(-1), "TouchInterval"),
        ["touch beyond idle"] = (o => o.TouchInterval = TimeSpan.FromHours(1), "TouchInterval"),
        ["grace negative"] = (o => o.RotationGrace = TimeSpan.FromSeconds(-1), "RotationGrace"),
        ["grace long"] = (o => o.RotationGrace = TimeSpan.FromHours(1), "RotationGrace"),
        ["no session per subject"] = (o => o.MaxSessionsPerSubject = 0, "MaxSessionsPerSubject"),
        ["session limit without a list"] = (o => o.MaxSessionsPerSubject = 5, "MaxSessionsPerSubject"),
        ["cleanup zero"] = (o => o.CleanupInterval = TimeSpan.Zero, "CleanupInterval"),
        ["cleanup endless"] = (o => o.CleanupInterval = TimeSpan.FromDays(100), "CleanupInterval"),
        ["payload tiny"] = (o => o.MaxPayloadBytes = 0, "MaxPayloadBytes"),
        ["no iterations"] = (o => o.KeyDerivation.Iterations = 0, "KeyDerivation.Iterations"),
        ["secret short"] = (o => o.Secret = "c2hvcnQ=", "Secret"),
        ["secret a placeholder"] = (o => o.Secret = "changeme-changeme-changeme-changeme-changeme", "Secret"),
        ["passphrase without salt"] = (o => o.Secret = "correct horse battery staple, and a few words more", "KeyDerivation.Salt"),
        ["next secret short"] = (o => o.NextSecret = "short", "NextSecret"),
        ["previous secret short"] = (o => o.PreviousSecrets = ["short"], "PreviousSecrets[0]"),
        ["application name empty"] = (o => o.ApplicationName = "", "ApplicationName"),
        ["cookie name empty"] = (o => o.Cookie.Name = "", "Cookie.Name"),
        ["cookie name null"] = (o => o.Cookie.Name = null!, "Cookie.Name"),
        ["cookie name injection"] = (o => o.Cookie.Name = "a=b;", "Cookie.Name"),
        ["cookie name line break"] = (o => o.Cookie.Name = "a\r\nX", "Cookie.Name"),
        ["cookie name non-ASCII"] = (o => o.Cookie.Name = "größe", "Cookie.Name"),
        ["cookie name prefixed"] = (o => o.Cookie.Name = "__host-a", "Cookie.Name"),
        ["cookie path relative"] = (o => o.Cookie.Path = "shop", "Cookie.Path"),
        ["cookie path null"] = (o => o.Cookie.Path = null!, "Cookie.Path"),
        ["cookie path injection"] = (o => o.Cookie.Path = "/;Domain=evil.test", "Cookie.Path"),
        ["cookie path line break"] = (o => o.Cookie.Path = "/\r\nX", "Cookie.Path"),
        ["cookie domain injection"] = (o => o.Cookie.Domain = "a.test; secure", "Cookie.Domain"),
        ["cookie domain empty"] = (o => o.Cookie.Domain = "", "Cookie.Domain"),
        ["prefix and domain"] = (o =>
            (o.Cookie.UseHostPrefix, o.Cookie.SecurePolicy, o.Cookie.Domain) = (true, CookieSecurity.Always, "a.test"), "Cookie.Domain"),
        ["prefix and path"] = (o => (o.Cookie.UseHostPrefix, o.Cookie.SecurePolicy, o.Cookie.Path) = (true, CookieSecurity.Always, "/shop"), "Cookie.Path"),
        ["prefix and not always secure"] = (o => o.Cookie.UseHostPrefix = true, "Cookie.UseHostPrefix"),
        ["SameSite none and not always secure"] = (o => o.Cookie.SameSite = CookieSameSite.None, "Cookie.SameSite"),
        ["partitioned and not always secure"] = (o => o.Cookie.Partitioned = true, "Cookie.Partitioned"),
        ["persistent beyond 400 days"] = (o => (o.Cookie.Persistent, o.AbsoluteTimeout) = (true, TimeSpan.FromDays(401)), "Cookie.Persistent"),
        ["unknown SameSite"] = (o => o.Cookie.SameSite = (CookieSameSite)7, "Cookie.SameSite"),
        ["unknown failure mode"] = (o => o.OnStoreFailure = (StoreFailureMode)7, "OnStoreFailure"),
        ["unknown overwrite mode"] = (o => o.OnOverwrite = (OverwriteMode)7, "OnOverwrite"),
        ["unknown gone mode"] = (o => o.OnGone = (GoneMode)7, "OnGone"),
    };

    private static readonly Dictionary<string, (Action<SessionResilienceOptions> Set, string Named)> s_nonsenseOfResilience = new()
    {
        ["attempt zero"] = (r => r.AttemptTimeout = TimeSpan.Zero, "AttemptTimeout"),
        ["total below attempt"] = (r => (r.AttemptTimeout, r.TotalTimeout) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2)), "TotalTimeout"),
        ["no attempt"] = (r => r.Retry.MaxAttempts = 0, "Retry.MaxAttempts"),
        ["pause negative"] = (r => r.Retry.Delay = TimeSpan.FromSeconds(-1), "Retry.Delay"),
        ["threshold 1"] = (r => r.CircuitBreaker.FailureThreshold = 1, "CircuitBreaker.FailureThreshold"),
        ["sampling zero"] = (r => r.CircuitBreaker.SamplingDuration = TimeSpan.Zero, "CircuitBreaker.SamplingDuration"),
        ["break zero"] = (r => r.CircuitBreaker.BreakDuration = TimeSpan.Zero, "CircuitBreaker.BreakDuration"),
    };

    public static TheoryData<string> Nonsense => [.. s_nonsense.Keys];

    public static TheoryData<string> NonsenseOfResilience => [.. s_nonsenseOfResilience.Keys];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task A_setting_that_makes_no_sense_stops_the_start_and_is_named(string what)
    {
        var (set, named) = s_nonsense[what];
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => StoreApp.StartAsync<Visits>(a => a.UseAzuSessions(), set));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.IsNotType<NullReferenceException>(refusal);
    }

    [Theory]
    [MemberData(nameof(NonsenseOfResilience))]
    public async Task Deadlines_and_repetitions_that_make_no_sense_stop_the_start_and_are_named(string what)
    {
        var (set, named) = s_nonsenseOfResilience[what];
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => StoreApp.StartAsync<Visits>(a => a.UseAzuSessions(), sessions: s => s.WithResilience(set)));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_mistakes_are_named_together()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() =>
            StoreApp.StartAsync<Visits>(a => a.UseAzuSessions(), o => (o.IdleTimeout, o.Cookie.Path) = (TimeSpan.Zero, "x")));
        Assert.Contains("IdleTimeout", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Cookie.Path", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_about_a_secret_does_not_tell_it()
    {
        const string Secret = "changeme-but-nobody-must-see-these-words";
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => StoreApp.StartAsync<Visits>(a => a.UseAzuSessions(), o => o.Secret = Secret));
        Assert.DoesNotContain("nobody-must-see", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_of_the_configuration_sets_the_options()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Sessions:IdleTimeout"] = "00:20:00",
            ["Sessions:AbsoluteTimeout"] = "08:00:00",
            ["Sessions:Cookie:Name"] = "shop",
            ["Sessions:Cookie:SameSite"] = "Strict",
            ["Sessions:PreviousSecrets:0"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
        };
        await using var app = await TestApp.StartAsync(
            b =>
            {
                b.Configuration.AddInMemoryCollection(settings);
                b.Services.AddAzuSessions<Visits>(b.Configuration.GetSection("Sessions")).UseMemoryStore();
            },
            a =>
            {
                a.UseAzuSessions();
                a.MapVisits();
                a.MapGet("/left", (Session<Visits> session) => session.TimeUntilExpiry.TotalMinutes.ToString("0"));
            });
        await using var connection = await RawConnection.OpenAsync(app);
        var answer = await connection.SendAsync("GET", "/note/hello");
        Assert.StartsWith("shop=", answer.Cookie, StringComparison.Ordinal);
        Assert.EndsWith("samesite=strict", Assert.Single(answer.SetCookies), StringComparison.Ordinal);
        Assert.Equal("20", (await connection.SendAsync("GET", "/left", answer.CookieLine)).Body);
    }

    [Fact]
    public async Task A_section_of_the_configuration_is_checked_as_well()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(
            b =>
            {
                b.Configuration["Sessions:IdleTimeout"] = "-00:20:00";
                b.Services.AddAzuSessions<Visits>(b.Configuration.GetSection("Sessions")).UseMemoryStore();
            },
            a => a.UseAzuSessions()));
        Assert.Contains("IdleTimeout", refusal.Message, StringComparison.Ordinal);
    }
}
