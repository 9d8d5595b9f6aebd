using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>Turns a cookie value into a record, and a record into a cookie value.</summary>
internal interface ISessionCookieFormat
{
    /// <summary>Whether the cookie holds the session itself, so that every change is a new cookie.</summary>
    bool IsSelfContained { get; }

    /// <summary>What a cookie value says. Asks no store.</summary>
    TokenReading Read(ReadOnlySpan<char> value, out SessionToken token);

    /// <summary>
    /// A copy that this process keeps of what a verified token stands for. It may be a little old, so it may admit, and nothing else: where it does
    /// not, <see cref="FindAsync"/> says what to do.
    /// </summary>
    bool TryRecall(SessionId id, [NotNullWhen(true)] out SessionRecord? copy);

    /// <summary>The last copy while the store cannot be asked, at most so old.</summary>
    bool TryRecallStale(SessionId id, TimeSpan span, [NotNullWhen(true)] out SessionRecord? copy);

    /// <summary>The record that a verified token stands for; null where there is none, or no longer.</summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    ValueTask<SessionRecord?> FindAsync(SessionToken token, CancellationToken cancellationToken);

    /// <summary>The record as it stands now; null where the session is over.</summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    ValueTask<SessionRecord?> CurrentAsync(SessionRecord known, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a session that was admitted is over, or belongs to another subject now. A new sign-in of the same subject ends nothing.
    /// </summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    ValueTask<bool> HasEndedAsync(SessionRecord known, CancellationToken cancellationToken);

    /// <summary>The cookie value of a session under a new secret.</summary>
    /// <exception cref="SessionTooLargeException">No cookie can hold it.</exception>
    string Issue(SessionRecord record, SessionSecret secret);

    /// <summary>The cookie value of a session whose content or times changed; null where the cookie that the browser has says it still.</summary>
    /// <exception cref="SessionTooLargeException">No cookie can hold it.</exception>
    string? Renew(SessionRecord record);

    /// <summary>The cookie value of an admitted session under the active key, in place of one under an older key.</summary>
    string Reissue(ParsedToken presented, SessionRecord record);
}
