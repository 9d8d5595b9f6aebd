using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions.TestSupport;

/// <summary>One node of an application, as the middleware sees it.</summary>
internal sealed class EngineNode : IDisposable
{
    /// <summary>What the three nodes, and the deploys before and after, have in common.</summary>
    public static readonly string FirstSecret = Secret(1), SecondSecret = Secret(2);

    private readonly ServiceProvider _services;

    public EngineNode(InspectableStore store, TimeProvider time, Action<AzuSessionsOptions>? options = null, Action<AzuSessionsBuilder<Basket>>? build = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(l => l.ClearProviders());
        services.AddMetrics();
        services.AddSingleton(time);
        var builder = services.AddAzuSessionsCore<Basket>(o =>
        {
            o.Secret = FirstSecret;
            options?.Invoke(o);
        }).UseStore(store);
        build?.Invoke(builder);
        _services = services.BuildServiceProvider();
        Engine = _services.GetRequiredService<SessionEngine<Basket>>();
    }

    public SessionEngine<Basket> Engine { get; }

    public SessionManager<Basket> Manager => _services.GetRequiredService<SessionManager<Basket>>();

    public static string Secret(int seed) => Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData([(byte)seed]));

    /// <summary>A request of a browser: what it presents is read, what it is told to keep it keeps.</summary>
    public async Task<Session<Basket>> RequestAsync(CookieJar browser, Func<Session<Basket>, ValueTask> act)
    {
        var loader = _services.GetRequiredService<ISessionLoader>();
        var token = default(SessionToken);
        LastReading = browser.Cookie is null ? TokenReading.Absent : loader.CookieFormat.Read(browser.Cookie, out token);
        var session = (Session<Basket>)(LastReading == TokenReading.Valid
            ? await loader.LoadAsync(new(browser.Cookie.AsMemory(), token), null, StalenessPolicy.None, CancellationToken.None)
            : loader.New(null));
        IRequestSession handle = session;
        await act(session);
        await handle.CommitAsync();
        if (handle.State.Actions.Cookie.Kind == CookieChangeKind.Set) browser.Cookie = handle.State.Actions.Cookie.Value;
        if (handle.State.Actions.Cookie.Kind == CookieChangeKind.Remove) browser.Cookie = null;
        return session;
    }

    public Task<Session<Basket>> ReadAsync(CookieJar browser) => RequestAsync(browser, _ => default);

    public Task<Session<Basket>> AddAsync(CookieJar browser, string item) => RequestAsync(browser, session =>
    {
        session.Update(basket => basket with { Items = [.. basket.Items, item] });
        return default;
    });

    public Task<Session<Basket>> SignInAsync(CookieJar browser, string subject) => RequestAsync(browser, session => session.SignInAsync(subject));

    /// <summary>How the last request's cookie was read.</summary>
    public TokenReading LastReading { get; private set; }

    public void Dispose() => _services.Dispose();
}

/// <summary>Where an application runs, and what it chose.</summary>
internal static class Environments
{
    /// <param name="sessions">The application's sessions.</param>
    /// <param name="environment">Null: there is no host.</param>
    /// <param name="preset">Null: it chose none.</param>
    /// <param name="application">The name that the host gives it.</param>
    public static AzuSessionsBuilder<Basket> In(this AzuSessionsBuilder<Basket> sessions, string? environment, SessionPreset? preset = null,
        string? application = null)
    {
        if (environment is not null) sessions.Services.AddSingleton<IHostEnvironment>(new HostingEnvironment
        {
            EnvironmentName = environment,
            ApplicationName = application!
        });
        return preset is { } named ? sessions.UsePreset(named) : sessions;
    }
}

/// <summary>Keeps one cookie.</summary>
internal sealed class CookieJar
{
    public string? Cookie { get; set; }
}

public sealed record Basket
{
    public string[] Items { get; init; } = [];

    public string? Note { get; init; }
}
