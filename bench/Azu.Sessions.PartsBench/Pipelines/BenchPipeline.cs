using System.Security.Cryptography;
using Azu.Sessions.Bench;
using Microsoft.AspNetCore.Http.Features;

namespace Azu.Sessions.PartsBench;

/// <summary>A pipeline of nothing but the middleware and an endpoint, without a server.</summary>
internal sealed class BenchPipeline : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServiceScopeFactory _scopes;
    private readonly Endpoint _endpoint = new(null, EndpointMetadataCollection.Empty, "bench");
    private readonly RequestDelegate _pipeline;

    public BenchPipeline(bool hasSessions, Func<HttpContext, string?> endpoint)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessions<UserSession>(o => o.Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))
            .UsePreset(SessionPreset.Development) // payloads in plain, like those of the sessions beside it
            .WithJsonContext(BenchJson.Default)
            .UseMemoryStore();
        _services = services.BuildServiceProvider();
        _scopes = _services.GetRequiredService<IServiceScopeFactory>();
        var app = new ApplicationBuilder(_services);
        if (hasSessions) app.UseAzuSessions();
        app.Run(context => Answer.WriteAsync(context, endpoint(context)));
        _pipeline = app.Build();
    }

    /// <summary>Stores a session, and returns the header that names it.</summary>
    public async Task<string> BeginAsync() =>
        "_session=" + (await _services.GetRequiredService<SessionManager<UserSession>>().CreateAsync(UserSession.Sample)).Token;

    public void Request(string? cookieHeader)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        var context = new DefaultHttpContext(features) { ServiceScopeFactory = _scopes };
        if (cookieHeader is not null) context.Request.Headers.Cookie = cookieHeader;
        context.SetEndpoint(_endpoint);
        _pipeline(context).GetAwaiter().GetResult();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
