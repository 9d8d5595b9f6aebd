using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>What the requests of an application share.</summary>
internal sealed class SessionServices
{
    private readonly SessionCookieWriter[] _cookies;

    public SessionServices(
        IReadOnlyList<ISessionLoader> loaders, SessionSchemes schemes, IServiceScopeFactory scopes, bool isDevelopment, FailureAnswer failures)
    {
        Failures = failures;
        Loaders = loaders;
        Schemes = schemes;
        Scopes = scopes;
        Plans = new(loaders, schemes);
        // Once is enough: whatever sends requests over http repeats it with each of them.
        var overHttp = new LogPace(TimeSpan.MaxValue, loaders[0].Time);
        _cookies = [.. loaders.Select(l => new SessionCookieWriter(l.Options, l.Time, isDevelopment, overHttp, loaders[0].Log))];
    }

    /// <summary>The session types; the first is the default one.</summary>
    public IReadOnlyList<ISessionLoader> Loaders { get; }

    /// <summary>The authentication schemes of the session types.</summary>
    public SessionSchemes Schemes { get; }

    /// <summary>Makes the service scope of a request that has none yet.</summary>
    public IServiceScopeFactory Scopes { get; }

    public SessionPlans Plans { get; }

    /// <summary>Answers in place of an endpoint whose session could not be read or stored.</summary>
    public FailureAnswer Failures { get; }

    public ILogger Log => Loaders[0].Log;

    public LimitedLog Limited => Loaders[0].Limited;

    public TimeSpan RetryAfter => Loaders[0].RetryAfter;

    public int IndexOf(ISessionLoader loader)
    {
        for (var i = 0; i < Loaders.Count; i++)
        {
            if (ReferenceEquals(Loaders[i], loader)) return i;
        }

        throw new ArgumentException("The loader belongs to another application.", nameof(loader));
    }

    public ISessionLoader LoaderOf(Type dataType)
    {
        foreach (var loader in Loaders)
        {
            if (loader.DataType == dataType) return loader;
        }

        throw new InvalidOperationException($"The application has no sessions of {dataType.Name}. Add services.AddAzuSessions<{dataType.Name}>().");
    }

    public SessionCookieWriter CookieOf(ISessionLoader loader) => _cookies[IndexOf(loader)];
}
