using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Playwright;
using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Browsers.Dashboard;

/// <summary>An application with a dashboard, on a PostgreSQL with an audit that can be cut off. Operators sign in by a cookie of their own.</summary>
public class OperatedApp : IAsyncLifetime
{
    public const string Root = "/admin/sessions";

    private PostgresServer? _server;
    private FaultProxy? _proxy;
    private TestApp? _app;

    /// <summary>How many sessions are there from the start.</summary>
    protected virtual int Seeds => 0;

    public string Address { get; private set; } = "";

    public SessionManager<Account> Sessions => _app!.Services.GetRequiredService<SessionManager<Account>>();

    public virtual async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _proxy = new(_server.Port);
        _app = await TestApp.StartAsync(Configure, Map);
        Address = _app.Address.ToString().TrimEnd('/').Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await Parallel.ForAsync(0, Seeds, async (i, token) => await Sessions.CreateAsync(
            new Account { Email = $"user{i}@example.com" }, $"user{i}", new("192.0.2.7", Operator.Agents[i % Operator.Agents.Length]), token));
        // Without it PostgreSQL could not say how many there are, where they are too many to be counted.
        await using var database = NpgsqlDataSource.Create(_server.Connection);
        await using var analyze = database.CreateCommand("ANALYZE");
        await analyze.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        if (_proxy is not null) await _proxy.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public void StopStore()
    {
        _proxy!.RefusesConnections = true;
        _proxy.CutAll();
    }

    public void StartStore() => _proxy!.Heal();

    /// <summary>Somebody who visits the application, with a session of a subject.</summary>
    public async Task<IAPIRequestContext> VisitAsync(Chromium chromium, string subject)
    {
        var visitor = (await chromium.NewDeviceAsync(new() { BaseURL = Address })).APIRequest;
        Assert.True((await visitor.PostAsync($"/enter/{Uri.EscapeDataString(subject)}")).Ok);
        return visitor;
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication("operators").AddCookie("operators", o => o.Cookie.Name = "operator");
        builder.Services.AddAuthorizationBuilder().AddPolicy("Operators", p => p.RequireRole("operator"))
            .AddPolicy("Administrators", p => p.RequireRole("administrator"));
        builder.Services.AddAzuSessions<Account>(o => o.RecordClient = true).IndexBy("email", d => d.Email)
            .UseDatabaseStore($"Host=127.0.0.1;Port={_proxy!.Port};Username=azu;Database=postgres;Timeout=2", d => (d.MigrateOnStart, d.Audit) = (true, true))
            .WithResilience(r => (r.AttemptTimeout, r.CircuitBreaker.BreakDuration) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));
        builder.Services.AddAzuSessions<Visit>(o => o.Cookie.Name = "visit").UseMemoryStore();
    }

    private static void Map(WebApplication app)
    {
        // As behind a proxy that keeps a part of the path.
        app.UsePathBase("/behind");
        app.UseRouting();
        app.UseAuthentication();
        app.UseAzuSessions();
        app.UseAuthorization();
        app.MapGet("/operator/{name}", (string name, string roles, HttpContext context) => context.SignInAsync("operators", new(new ClaimsIdentity(
            [new(ClaimTypes.Name, name), .. roles.Split(',').Select(role => new Claim(ClaimTypes.Role, role))], "operators")))).WithoutSession();
        app.MapPost("/enter/{subject}", (string subject, Session<Account> session) => session.SignInAsync(subject).AsTask());
        app.MapGet("/subject", (Session<Account> session) => session.Subject ?? "nobody");
        // Another node changes the session in the middle of this request.
        app.MapPost("/race", async (Session<Account> session, SessionEngine<Account> engine) =>
        {
            session.Update(d => d with { Count = d.Count + 1 });
            var stored = (await engine.Store.FindAsync(session.Id))!;
            await engine.Store.UpdateAsync(stored with { Version = stored.Version + 1, WriteId = stored.WriteId + 1 }, stored.Version);
        });
        app.MapAzuSessionsDashboard(Root, policy: "Operators", managePolicy: "Administrators", dataPolicy: "Administrators");
    }
}

public sealed class LargeApp : OperatedApp
{
    protected override int Seeds => 10_000;
}

public sealed record Account
{
    public string? Email { get; init; }

    public int Count { get; init; }
}

public sealed record Visit
{
    public string? Page { get; init; }
}
