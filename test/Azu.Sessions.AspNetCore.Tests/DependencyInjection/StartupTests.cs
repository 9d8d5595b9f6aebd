using Azu.Sessions.Conformance;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>What an application says, or refuses, when it starts.</summary>
[Trait("Requirement", "R-52")]
public sealed class StartupTests
{
    private const string SecretWarning = "No session secret is configured";

    [Fact]
    public async Task In_development_a_missing_secret_is_made_up_with_one_warning_also_for_two_session_types()
    {
        await using var app = await TestApp.StartAsync(
            b =>
            {
                b.Configuration["SESSION_SECRET"] = null;
                b.Services.AddAzuSessions<Visits>().UseMemoryStore();
                b.Services.AddAzuSessions<Basket>(o => o.Cookie.Name = "basket").UseMemoryStore();
            },
            a =>
            {
                a.UseAzuSessions();
                a.MapVisits();
            });
        await using var connection = await RawConnection.OpenAsync(app);
        var first = await connection.SendAsync("GET", "/note/hello");
        Assert.Equal("hello", (await connection.SendAsync("GET", "/note", first.CookieLine)).Body);
        Assert.StartsWith("Warning", Assert.Single(app.Sink.Lines, l => l.Contains(SecretWarning, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "")]
    [InlineData("Production", null)]
    [InlineData("Staging", null)]
    [InlineData("development2", null)]
    public async Task Elsewhere_the_application_does_not_start_without_a_secret(string environment, string? secret)
    {
        var refusal = await Assert.ThrowsAsync<InsecureSecretException>(() => TestApp.StartAsync(
            b =>
            {
                b.Configuration["SESSION_SECRET"] = secret;
                b.Services.AddAzuSessions<Visits>().UseMemoryStore();
            },
            a => a.UseAzuSessions(),
            environment));
        Assert.Contains("SESSION_SECRET", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SessionPreset.Production)]
    [InlineData(SessionPreset.HighSecurity)]
    public async Task A_hardened_preset_makes_up_no_secret_in_development_either(SessionPreset preset)
    {
        var refusal = await Assert.ThrowsAsync<InsecureSecretException>(() =>
            StoreApp.StartAsync<Visits>(a => a.UseAzuSessions(), configure: b => b.Configuration["SESSION_SECRET"] = null, sessions: s => s.UsePreset(preset)));
        Assert.Contains("SESSION_SECRET", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "R-79")]
    [InlineData(SessionPreset.Production)]
    [InlineData(SessionPreset.HighSecurity)]
    [InlineData(SessionPreset.Clustered)]
    public async Task The_memory_store_under_a_hardened_preset_is_refused_with_the_reason(SessionPreset preset)
    {
        var refusal = await RefusalAsync(b => b.Services.AddAzuSessions<Visits>().UsePreset(preset).UseMemoryStore());
        Assert.Contains("memory", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("survives a restart", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_one_node_is_refused_for_a_cluster()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            StoreApp.StartAsync<Visits>(a => a.UseAzuSessions(), sessions: s => s.UsePreset(SessionPreset.Clustered)));
        Assert.Contains("all nodes share", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_session_types_that_share_a_cookie_are_refused()
    {
        var refusal = await RefusalAsync(b =>
        {
            b.Services.AddAzuSessions<Visits>().UseMemoryStore();
            b.Services.AddAzuSessions<Basket>().UseMemoryStore();
        });
        Assert.Contains("Visits and Basket share the cookie '_session'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Cookie.Name", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_type_that_is_added_twice_is_refused()
    {
        var refusal = await RefusalAsync(b =>
        {
            b.Services.AddAzuSessions<Visits>().UseMemoryStore();
            b.Services.AddAzuSessions<Visits>().UseMemoryStore();
        });
        Assert.Contains("were added twice", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_without_a_store_are_refused()
    {
        var refusal = await RefusalAsync(b => b.Services.AddAzuSessions<Visits>());
        Assert.Contains("No store was chosen for the sessions of Visits", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("UseMemoryStore()", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_middleware_without_sessions_is_refused()
    {
        var refusal = await RefusalAsync(_ => { });
        Assert.Contains("AddAzuSessions", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_framework_s_own_sessions_beside_ours_are_refused()
    {
        var refusal = await RefusalAsync(b =>
        {
            b.Services.AddDistributedMemoryCache().AddSession();
            b.Services.AddAzuSessions<Visits>().UseMemoryStore();
        });
        Assert.Contains("Remove AddSession and UseSession", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_is_no_object_is_refused()
    {
        var refusal = await RefusalAsync(b => b.Services.AddAzuSessions<List<string>>().UseMemoryStore());
        Assert.Contains("Use a class, record or struct", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_shows_at_the_start_also_where_nothing_uses_the_middleware()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAzuSessions<Visits>(o => (o.IdleTimeout, o.Secret) = (TimeSpan.Zero, new('a', 64))).UseMemoryStore();
        using var host = builder.Build();
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());
        Assert.Contains("IdleTimeout", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routing_after_the_sessions_is_refused_at_the_start()
    {
        var refusal = await RefusalAsync(
            b => b.Services.AddAzuSessions<Visits>().UseMemoryStore(),
            a =>
            {
                a.UseAzuSessions();
                a.UseRouting();
                a.MapVisits();
            });
        Assert.Contains("UseRouting", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Routing_before_the_sessions_or_by_itself_is_fine(bool isExplicit)
    {
        await using var app = await StoreApp.StartAsync<Visits>(a =>
        {
            if (isExplicit) a.UseRouting();
            a.UseAzuSessions();
            a.MapVisits();
        });
        await using var connection = await RawConnection.OpenAsync(app.App);
        Assert.Single((await connection.SendAsync("GET", "/note/hello")).SetCookies);
    }

    [Theory]
    [InlineData(false, true, 1)]
    [InlineData(true, true, 0)]
    [InlineData(false, false, 0)]
    public async Task Authorization_that_runs_before_the_sessions_is_told_once(bool isExplicit, bool isAuthorized, int warnings)
    {
        await using var app = await StoreApp.StartAsync<Visits>(
            a =>
            {
                a.UseAzuSessions();
                if (isExplicit) a.UseAuthorization();
                var endpoint = a.MapGet("/", () => "hello");
                if (isAuthorized) endpoint.RequireAuthorization(p => p.RequireAssertion(_ => true));
            },
            configure: b => b.Services.AddAuthorization());
        await using var connection = await RawConnection.OpenAsync(app.App);
        for (var i = 0; i < 3; i++) Assert.Equal("hello", (await connection.SendAsync("GET", "/")).Body);
        Assert.Equal(warnings,
            app.App.Sink.Lines.Count(l =>
            l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("UseAuthorization runs before UseAzuSessions", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_session_injected_outside_of_a_request_says_what_to_use()
    {
        await using var app = await StoreApp.StartAsync<Visits>(a => a.UseAzuSessions());
        await using var scope = app.App.Services.CreateAsyncScope();
        var refusal = Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<Session<Visits>>());
        Assert.Contains("SessionManager<Visits>", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<Exception> RefusalAsync(Action<WebApplicationBuilder> configure, Action<WebApplication>? map = null) =>
        await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(configure, map ?? (a => a.UseAzuSessions())));
}

public sealed record Basket
{
    public string[] Items { get; init; } = [];
}
