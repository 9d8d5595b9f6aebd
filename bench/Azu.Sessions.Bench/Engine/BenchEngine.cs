using System.Security.Cryptography;

namespace Azu.Sessions.Bench;

/// <summary>An engine on a memory store without HTTP, put together as an application does it.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public BenchEngine()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddAzuSessionsCore<UserSession>(o => o.Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))
            .UsePreset(SessionPreset.Development) // payloads in plain, like those of the sessions beside it
            .WithJsonContext(BenchJson.Default)
            .UseMemoryStore(m => (m.MaxSessions, m.MaxBytes) = (int.MaxValue, long.MaxValue));
        _services = services.BuildServiceProvider();
        Engine = _services.GetRequiredService<SessionEngine<UserSession>>();
        Loader = _services.GetRequiredService<ISessionLoader>();
        Manager = _services.GetRequiredService<SessionManager<UserSession>>();
    }

    public SessionEngine<UserSession> Engine { get; }

    public ISessionLoader Loader { get; }

    public SessionManager<UserSession> Manager { get; }

    /// <summary>Stores a session, and returns its token.</summary>
    public async Task<string> BeginAsync() => (await Manager.CreateAsync(UserSession.Sample)).Token;

    /// <summary>What a request with this token does before and after the endpoint, without HTTP. On the memory store nothing of it waits.</summary>
    public void Request(string token, Action<Session<UserSession>>? endpoint)
    {
        Engine.CookieFormat.Read(token, out var read);
        var handle = Done(Loader.LoadAsync(new(token.AsMemory(), read), null, StalenessPolicy.None, CancellationToken.None));
        endpoint?.Invoke((Session<UserSession>)handle);
        handle.CommitAsync().GetAwaiter().GetResult();
    }

    public static T Done<T>(ValueTask<T> call) => call.GetAwaiter().GetResult();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
