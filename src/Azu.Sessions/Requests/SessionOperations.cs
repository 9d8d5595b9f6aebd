namespace Azu.Sessions;

/// <summary>What the session of a request can do. Made once for a session type; each operation has only what it needs.</summary>
internal sealed class SessionOperations<TData> where TData : notnull
{
    public required SessionCommit<TData> Commit { get; init; }

    public required SessionSignIn<TData> SignIn { get; init; }

    public required SessionEnding<TData> Ending { get; init; }

    public required SubjectRevocation<TData> SubjectRevocation { get; init; }

    public required SessionTokens Tokens { get; init; }

    public required TicketProtector Tickets { get; init; }

    public required SessionNotifier<TData> Notifier { get; init; }

    public required SessionLifetime Lifetime { get; init; }

    public required ISessionCookieFormat CookieFormat { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>When a client may try again after the store failed.</summary>
    public required TimeSpan RetryAfter { get; init; }

    public DateTimeOffset Now => Time.GetUtcNow();
}
