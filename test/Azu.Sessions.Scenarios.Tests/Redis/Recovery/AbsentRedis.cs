namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>A Redis that goes and comes, an application on it, and guests.</summary>
public abstract class AbsentRedis : IAsyncLifetime
{
    /// <summary>How many there are.</summary>
    protected const int Guests = 40;

    private RedisServer _server = null!;
    private FaultProxy _proxy = null!;
    private int _arrived;

    protected RedisServer Server => _server;

    protected FaultProxy Proxy => _proxy;

    /// <summary>How many requests have arrived at the application.</summary>
    protected int Arrived => Volatile.Read(ref _arrived);

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _proxy = new(_server.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<TestApp> StartAsync(bool hasCopies, Action<SessionResilienceOptions>? resilience = null)
    {
        var app = await TestApp.StartAsync(
            builder =>
            {
                var sessions = builder.Services.AddAzuSessions<Visitor>().WithResilience(resilience ?? (static _ => { }));
                var address = $"127.0.0.1:{_proxy.Port},abortConnect=false,connectTimeout=1000";
                sessions.UseRedisStore(address, r => r.KeyPrefix = "s:");
                if (hasCopies) sessions.WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5));
            },
            app =>
            {
                app.Use(next => context =>
                {
                    Interlocked.Increment(ref _arrived);
                    return next(context);
                });
                app.UseAzuSessions();
                app.MapPost("/login/{name}", (string name, Session<Visitor> session) => session.SignInAsync(name).AsTask());
                app.MapGet("/who", (Session<Visitor> session) => session.Subject).RequireSession();
            });
        if (hasCopies) await Eventually.HoldsAsync(() => app.Services.GetRequiredService<SessionEngine<Visitor>>().Node!.Statistics.IsLeaseHeld == true);
        return app;
    }

    protected static async Task<string[]> WelcomeAsync(HttpClient client)
    {
        var cookies = new string[Guests];
        for (var i = 0; i < Guests; i++) cookies[i] = await client.BeginAsync($"/login/guest{i}");
        return cookies;
    }

    /// <summary>Redis is down, and the application has understood it.</summary>
    protected async Task GoDownAsync(TestApp app, HttpClient client, string[] cookies, bool isSilent)
    {
        if (isSilent)
        {
            _proxy.SwallowsRequests = true;
        }
        else
        {
            _proxy.RefusesConnections = true;
            _proxy.CutAll();
        }

        var sessions = app.Services.GetRequiredService<SessionManager<Visitor>>();
        await Eventually.HoldsAsync(async () =>
        {
            foreach (var answer in await Task.WhenAll(cookies.Select(cookie => client.GetAsync("/who", cookie)))) answer.Dispose();
            return (await sessions.GetStatisticsAsync()).Circuits?.Find == SessionCircuitState.Open;
        });
    }
}
