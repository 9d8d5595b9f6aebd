namespace Azu.Sessions.Tests;

internal static class Samples
{
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
