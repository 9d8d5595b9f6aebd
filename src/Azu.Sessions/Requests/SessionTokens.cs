namespace Azu.Sessions;

/// <summary>Has the response send the cookie that a session needs, and no older one over it.</summary>
internal sealed class SessionTokens(ISessionCookieFormat format, SessionCookieOptions cookie)
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
        state.Actions.Cookie = CookieChange.Set(format.Issue(record, secret));
    }

    /// <summary>Sends the cookie again where a change of content or times is in the cookie itself.</summary>
    /// <exception cref="SessionTooLargeException">No cookie can hold it.</exception>
    public void Follow(SessionState state, SessionRecord record)
    {
        if (format.Renew(record) is { } value) state.Actions.Cookie = CookieChange.Set(value);
    }

    /// <summary>False where nothing that the request does can call for a renewal.</summary>
    public bool MayRenew(SessionState state) => state.Presented is { } presented && (presented.Token.IsOutdated || cookie.Persistent);

    /// <summary>
    /// Sends the visitor's own token again where that says something new: it stands under an older key, or a persistent cookie should live longer. Never
    /// over the newer cookie of a request that was faster.
    /// </summary>
    public ValueTask RenewAsync(SessionState state, CancellationToken cancellationToken) =>
        state is { Origin: SessionOrigin.Admitted, Actions.Cookie.Kind: CookieChangeKind.None, Record: { } record, Presented: { } presented }
        && (presented.Token.IsOutdated || (cookie.Persistent && state.IsExtended))
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

        state.Actions.Cookie = CookieChange.Set(presented.Token.IsOutdated ? format.Reissue(presented, record) : presented.Value.ToString());
    }
}
