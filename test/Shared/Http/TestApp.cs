using System.Diagnostics.Metrics;
using System.Net;
using Azu.Sessions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.TestSupport;

/// <summary>An application on a real Kestrel, on a free loopback port, in the Development environment (the cookie then works over plain http).</summary>
public sealed class TestApp : IAsyncDisposable
{
    private TestApp(WebApplication app, SecretSink sink) => (App, Sink) = (app, sink);

    public WebApplication App { get; }

    /// <summary>Everything the application said, and every credential that went over the wire.</summary>
    public SecretSink Sink { get; }

    public Uri Address => new(App.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public IServiceProvider Services => App.Services;

    /// <param name="configure">Adds services: sessions and their store.</param>
    /// <param name="map">Builds the pipeline; calls UseAzuSessions itself.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="application">The name that the host gives the application; null: that of the test.</param>
    public static async Task<TestApp> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication> map, string environment = "Development",
        string? application = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = application });
        var sink = new SecretSink();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(sink);
        // Ten thousand rounds of what the server says of each request do not fit into memory; what sessions say does.
        if (Tier.IsSoak) builder.Logging.AddFilter((category, level) =>
            level >= LogLevel.Warning || category?.StartsWith("Azu", StringComparison.Ordinal) == true);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["SESSION_SECRET"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        configure(builder);
        var app = builder.Build();
        try
        {
            sink.ListenTo(app.Services.GetRequiredService<IMeterFactory>());
            map(app);
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            sink.Dispose();
            throw;
        }

        return new(app, sink);
    }

    /// <summary>A browser of one visitor: keeps cookies, does not follow redirects.</summary>
    public HttpClient NewBrowser() =>
        new(new SecretSpy(Sink, new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })) { BaseAddress = Address };

    /// <summary>A program that sends only what it is told to.</summary>
    public HttpClient NewBareClient() =>
        new(new SecretSpy(Sink, new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Sink.Dispose();
        Sink.AssertNoSecretWasTold();
    }
}
