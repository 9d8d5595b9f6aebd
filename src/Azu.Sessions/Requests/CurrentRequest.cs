namespace Azu.Sessions;

/// <summary>
/// The request that the running code belongs to. <see cref="SessionManager{TData}"/> is a singleton, and learns here whose session it has just ended.
/// </summary>
internal static class CurrentRequest
{
    private static readonly AsyncLocal<ILoadedSessions?> s_request = new();

    /// <summary>Begins a request. It is seen by what the caller awaits, and by nothing else.</summary>
    public static void Begin(ILoadedSessions request) => s_request.Value = request;

    /// <inheritdoc cref="IRequestSession.MarkRevokedAsync"/>
    public static async ValueTask MarkRevokedAsync(object revocation, string subject, SessionId? exceptId)
    {
        foreach (var session in s_request.Value?.Loaded ?? []) await session.MarkRevokedAsync(revocation, subject, exceptId);
    }
}

/// <summary>What one request has loaded.</summary>
internal interface ILoadedSessions
{
    /// <summary>The sessions that are loaded so far.</summary>
    IEnumerable<IRequestSession> Loaded { get; }
}
