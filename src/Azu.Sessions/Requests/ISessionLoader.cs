using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Makes the sessions of one type, for callers that do not know the type.</summary>
internal interface ISessionLoader
{
    Type DataType { get; }

    AzuSessionsOptions Options { get; }

    ISessionCookieFormat CookieFormat { get; }

    SessionMetrics Metrics { get; }

    TimeProvider Time { get; }

    ILogger Log { get; }

    LimitedLog Limited { get; }

    TimeSpan RetryAfter { get; }

    /// <summary>Whether this process keeps copies of sessions.</summary>
    bool HasNearCache { get; }

    /// <summary>How long a client that wrote reads past the copies of every node; null: it need not.</summary>
    TimeSpan? WriteMarkerLifetime { get; }

    /// <summary>The cookie by which a browser is known at sign-in; null: the application does not ask for it.</summary>
    DeviceCookie? Devices { get; }

    /// <summary>Whether sessions need to know their client: for the binding, or for the device list.</summary>
    bool NeedsClient { get; }

    /// <summary>A new, empty session.</summary>
    IRequestSession New(ClientTraits? client);

    /// <summary>
    /// The session that a verified token names; a new, empty one where it is refused. Never throws for what a visitor sent, nor for a store
    /// that is down: the origin of the session says so.
    /// </summary>
    ValueTask<IRequestSession> LoadAsync(ParsedToken presented, ClientTraits? client, StalenessPolicy policy, CancellationToken cancellationToken);
}
