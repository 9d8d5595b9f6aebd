using System.Security.Cryptography;
using Azu.Sessions.Bench;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.PartsBench;

/// <summary>Routing, the middleware, and an endpoint that reads the session, without a server.</summary>
internal sealed class RoutedPipeline : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServiceScopeFactory _scopes;
    private readonly RequestDelegate _pipeline;

    /// <param name="describe">Says what the endpoint requires.</param>
    public RoutedPipeline(Action<IEndpointConventionBuilder> describe)
    {
        var services = new ServiceCollection().AddLogging().AddRouting();
        services.AddSingleton(new System.Diagnostics.DiagnosticListener("bench"));
        services.AddAzuSessions<UserSession>(o => o.Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))
            .UsePreset(SessionPreset.Development) // the cookie's plain name, and payloads in plain as in the other parts
            .WithJsonContext(BenchJson.Default)
            .UseMemoryStore();
        _services = services.BuildServiceProvider();
        _scopes = _services.GetRequiredService<IServiceScopeFactory>();
        var app = new ApplicationBuilder(_services);
        app.UseRouting();
        app.UseAzuSessions();
        app.UseEndpoints(routes => describe(routes.Map("/page", context => Answer.WriteAsync(context, context.GetSession<UserSession>().Data.UserName))));
        _pipeline = app.Build();
    }

    /// <summary>Stores a session of a member, and returns the header that names it.</summary>
    public async Task<string> BeginAsync() =>
        "_session=" + (await _services.GetRequiredService<SessionManager<UserSession>>().CreateAsync(UserSession.Sample, "alice")).Token;

    public void Request(string cookieHeader)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Path = "/page" });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        var context = new DefaultHttpContext(features) { ServiceScopeFactory = _scopes };
        context.Request.Headers.Cookie = cookieHeader;
        _pipeline(context).GetAwaiter().GetResult();
        if (context.Response.StatusCode != StatusCodes.Status200OK) throw new BenchException($"The endpoint answered {context.Response.StatusCode}.");
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
