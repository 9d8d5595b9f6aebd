namespace Azu.Sessions;

/// <summary>Has the response send the cookie that a session needs, and no older one over it.</summary>
internal sealed class SessionTokens(ISessionCookieFormat format, SessionCookieOptions cookie, SessionLifetime lifetime, TimeProvider time)
{
    /// <summary>Whether the cookie holds the session itself, so that every change is a new cookie.</summary>
    public bool IsSelfContained => format.IsSelfContained;

    /// <summary>The record as the store has it now; null where the session is over.</summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public ValueTask<SessionRecord?> CurrentAsync(SessionRecord known, CancellationToken cancellationToken) => format.CurrentAsync(known, cancellationToken);

    /// <summary>Sends the token of a session under a new secret. No older secret needs to be replaced after it.</summary>
    /// <exception cref="SessionTooLargeException">No cookie can hold it.</exception>
    public void Issue(SessionState state, SessionRecord record, SessionSecret secret)
    {
        state.Actions.Rotate = false;
        state.Actions.Cookie = CookieChange.Set(format.Issue(record, secret), CookieEnd(record));
    }

    /// <summary>Sends the cookie again where a change of content or times is in the cookie itself.</summary>
    /// <exception cref="SessionTooLargeException">No cookie can hold it.</exception>
    public void Follow(SessionState state, SessionRecord record)
    {
        if (format.Renew(record) is { } value) state.Actions.Cookie = CookieChange.Set(value, CookieEnd(record));
    }

    /// <summary>False where nothing that the request does can call for a renewal.</summary>
    public bool MayRenew(SessionState state) => state.Presented is { } presented && (presented.Token.IsOutdated || IsRenewed(state.Record));

    /// <summary>
    /// Sends the visitor's own token again where that says something new: it stands under an older key, or a persistent cookie should live longer. Never
    /// over the newer cookie of a request that was faster.
    /// </summary>
    public ValueTask RenewAsync(SessionState state, CancellationToken cancellationToken) =>
        state is { Origin: SessionOrigin.Admitted, Actions.Cookie.Kind: CookieChangeKind.None, Record: { } record, Presented: { } presented }
        && (presented.Token.IsOutdated || (state.IsExtended && IsRenewed(record)))
            ? RenewAsync(state, record, presented, cancellationToken)
            : default;

    private async ValueTask RenewAsync(SessionState state, SessionRecord record, ParsedToken presented, CancellationToken cancellationToken)
    {
        try
        {
            // A parallel request may have rotated the secret, signed in or signed out since this one loaded. Then its cookie counts.
            var now = await format.CurrentAsync(record, cancellationToken);
            if (now is null || now.SecretHash != presented.Token.SecretHash) return;
        }
        catch (SessionStoreException)
        {
            return; // the next request will do it
        }

        state.Actions.Cookie = CookieChange.Set(presented.Token.IsOutdated ? format.Reissue(presented, record) : presented.Value.ToString(), CookieEnd(record));
    }

    /// <summary>When the browser drops the cookie of a session that begins now, without a sign-in of its own times; null: when it is closed.</summary>
    public DateTimeOffset? CookieEnd() =>
        cookie.Persistent && time.GetUtcNow() is var now ? CookieEnd(now, lifetime.AbsoluteEnd(now) ?? lifetime.ExpiryFrom(now, null)) : null;

    /// <summary>
    /// When the browser drops the cookie: at the absolute end of the session, so that no response needs to move it. A session without one has the cookie
    /// sent again with each touch. When the session ends is the server's to decide.
    /// </summary>
    private DateTimeOffset? CookieEnd(SessionRecord record) =>
        IsPersistent(record) ? CookieEnd(time.GetUtcNow(), record.AbsoluteExpiresAt ?? record.ExpiresAt) : null;

    private static DateTimeOffset CookieEnd(DateTimeOffset now, DateTimeOffset end) =>
        end - now < SessionCookieOptions.MaxLifetime ? end : now + SessionCookieOptions.MaxLifetime;

    private bool IsPersistent(SessionRecord? record) => record?.IsPersistent ?? cookie.Persistent;

    private bool IsRenewed(SessionRecord? record) => record is { AbsoluteExpiresAt: null } && IsPersistent(record);
}
