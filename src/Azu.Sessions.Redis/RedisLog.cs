using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Redis;

/// <summary>Every log message of this package. Event ids 201 to 299.</summary>
internal static partial class RedisLog
{
    public const string Category = "Azu.Sessions.Redis";

    [LoggerMessage(201, LogLevel.Warning,
        "The value of session {SessionId} cannot be read ({Length} bytes): the visitor gets a new session. It is left where it is until its time is over.")]
    public static partial void UnreadableSession(this ILogger log, SessionId sessionId, int length);

    [LoggerMessage(202, LogLevel.Warning,
        "Redis at {Server} has maxmemory-policy {Policy}: when its memory is full it drops sessions, and their visitors are signed out without a trace. " +
        "Set maxmemory-policy to noeviction, and maxmemory large enough; or give the sessions a Redis of their own.")]
    public static partial void Evicts(this ILogger log, string server, string policy);

    [LoggerMessage(203, LogLevel.Warning,
        "Redis at {Server} is Garnet without a storage tier: when its memory is full it drops sessions, and their visitors are signed out without a trace. " +
        "Start it with --storage-tier, and with --memory large enough for all sessions.")]
    public static partial void DropsWhenFull(this ILogger log, string server);

    [LoggerMessage(204, LogLevel.Warning,
        "Redis is Garnet, and no second connection could be made to see whether it runs each script as one step. Make sure that it was started with --lua " +
        "--lua-transaction-mode: without it writes of one session overwrite each other.")]
    public static partial void IsolationUnknown(this ILogger log);
}
