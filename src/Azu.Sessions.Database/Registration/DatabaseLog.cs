using Microsoft.Extensions.Logging;

namespace Azu.Sessions.Database;

/// <summary>Everything that this package logs.</summary>
internal static partial class DatabaseLog
{
    public const string Category = "Azu.Sessions.Database";

    [LoggerMessage(1, LogLevel.Warning, "The database for sessions ({Name}) could not be reached at the start. Its tables are looked at with the first session that is needed.")]
    public static partial void NotReady(this ILogger log, string name, Exception exception);
}
