namespace Azu.Sessions;

/// <summary>
/// The subject has as many sessions as <see cref="AzuSessionsOptions.MaxSessionsPerSubject"/> allows, and the application chose to refuse more.
/// </summary>
public sealed class SessionLimitExceededException(SessionId id, int limit)
    : SessionException($"The subject already has {limit} sessions, which is MaxSessionsPerSubject; the sign-in as session {id} was refused. Sign out " +
        "elsewhere first, or set OnSessionLimit to EvictOldest.", id)
{
    /// <summary>The limit that was reached.</summary>
    public int Limit { get; } = limit;
}
