using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>An application with every kind of route, behind one pipeline, on a real Kestrel.</summary>
internal sealed class RouteApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ExceptionLog _log;
    private readonly HttpClient _client;
    private string? _cookie;

    private RouteApp(WebApplication app, ExceptionLog log)
    {
        (_app, _log) = (app, log);
        _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    }

    public static async Task<RouteApp> StartAsync(Action<WebApplication> build, Action<WebApplicationBuilder>? configure = null, bool hasSessions = true)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = AppContext.BaseDirectory });
        var log = new ExceptionLog();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        if (hasSessions) builder.Services.AddAzuSessions<Visitor>(o => o.Secret = SessionSecrets.Generate()).UsePreset(SessionPreset.Testing).UseMemoryStore();
        RouteKinds.AddServices(builder.Services);
        configure?.Invoke(builder);
        var app = builder.Build();
        build(app);
        await app.StartAsync();
        return new(app, log);
    }

    /// <summary>Sends a request, and says what came of it.</summary>
    public async Task<Outcome> AskAsync(string path, RouteKind kind, bool isSignedIn = false)
    {
        _log.Clear();
        var id = Guid.NewGuid().ToString();
        using var request = kind.Request(new(Address(kind.IsGrpc), path));
        request.Headers.Add(Runs.Header, id);
        if (isSignedIn) request.Headers.Add("Cookie", _cookie ??= await SignInAsync());
        using var answer = await _client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return new((int)answer.StatusCode, body.Contains(kind.Evidence, StringComparison.Ordinal), Runs.Of(id), [.. _log.Exceptions.Select(e => e.Message)]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Signs in without a page for it: the session of a member, as a job can make one.</summary>
    private async Task<string> SignInAsync()
    {
        var created = await _app.Services.GetRequiredService<SessionManager<Visitor>>().CreateAsync(new(), "alice");
        return $"{_app.Services.GetRequiredService<SessionEngine<Visitor>>().Options.Cookie.FullName}={created.Token}";
    }

    private Uri Address(bool isHttp2) =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(isHttp2 ? 1 : 0));
}

/// <summary>What came of a request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="IsShown">Whether the answer has what only members may see.</param>
/// <param name="Runs">How often code of the endpoint ran.</param>
/// <param name="Exceptions">The messages of the exceptions that the application logged.</param>
internal sealed record Outcome(int Status, bool IsShown, int Runs, IReadOnlyList<string> Exceptions);
