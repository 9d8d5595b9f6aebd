namespace Azu.Sessions;

/// <summary>What the HTTP layer needs of a session without knowing its data type.</summary>
internal interface IRequestSession
{
    SessionState State { get; }

    /// <summary>Stores what the request changed, and closes the session for further changes.</summary>
    ValueTask CommitAsync();

    /// <summary>Stores what the request changed so far.</summary>
    ValueTask SaveAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Drops what the request changed and has not stored: it failed. It is as it was loaded, so that an error page can use it; what
    /// sign-in and sign-out did stands.
    /// </summary>
    void Revert();

    /// <summary>
    /// All sessions of a subject were ended by this request. Where this one is among them and may be changed, it is a new, empty session from here on.
    /// </summary>
    /// <param name="revocation">What ended them: applications in one process know nothing of each other.</param>
    /// <param name="subject">Whose sessions.</param>
    /// <param name="exceptId">The one that stays; null: none does.</param>
    ValueTask MarkRevokedAsync(object revocation, string subject, SessionId? exceptId);

    /// <inheritdoc cref="Session{TData}.SignInAsync(string, SessionTimes, CancellationToken)"/>
    ValueTask SignInAsync(SignInDetails signIn, CancellationToken cancellationToken);

    /// <summary>The ticket of the sign-in; empty where it has none, null where this node cannot read it.</summary>
    ReadOnlyMemory<byte>? OpenTicket();

    /// <summary>The request is over.</summary>
    void Release();

    /// <summary>The cookie of this response went out.</summary>
    /// <param name="isNew">Whether the subject signed in, and has not used this browser before.</param>
    ValueTask ReportSentAsync(bool isNew);

    /// <inheritdoc cref="Session{TData}.SignOutAsync"/>
    ValueTask SignOutAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Session{TData}.SignOutEverywhereAsync"/>
    ValueTask<long?> SignOutEverywhereAsync(CancellationToken cancellationToken = default);
}
