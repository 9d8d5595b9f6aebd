using Microsoft.Extensions.Logging.Abstractions;

namespace Azu.Sessions.Tests;

internal static class Samples
{
    /// <summary>A log that keeps nothing.</summary>
    public static LimitedLog Log => new(NullLogger.Instance, TimeProvider.System);

    /// <summary>A record that lives on the system's clock.</summary>
    public static SessionRecord Record()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            Id = SessionId.New(),
            SecretHash = SessionSecret.New().Hash(),
            Version = 1,
            WriteId = 1,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now.AddHours(1),
        };
    }
}
