namespace Azu.Sessions;

/// <summary>Removes the session of a request, and says so only when the store has confirmed it.</summary>
internal readonly struct SessionEnding<TData>(SessionEngine<TData> engine, SessionWork<TData> work) where TData : notnull
{
    public async ValueTask RunAsync(SessionEndReason reason, CancellationToken cancellationToken)
    {
        var state = work.State;
        var record = state.Record;
        var id = record?.Id ?? (state.Origin == SessionOrigin.Unavailable ? state.Presented?.Token.Id : null);
        var isEnded = false;
        try
        {
            // While the store was down nobody could check the token's secret; that happens with the removal. A sealed cookie proves itself.
            if (id is { } known && (record is not null || engine.Carrier.IsSelfContained)) isEnded = await engine.Store.RemoveAsync(known, reason, cancellationToken);
            else if (id is not null) await engine.Removals.RemoveIfHeldAsync(state.Presented!.Value.Token, reason, cancellationToken);
        }
        catch (Exception e) when (e is SessionStoreException or OperationCanceledException)
        {
            throw Unconfirmed(id!.Value, record, reason, e);
        }

        work.StartAnew(engine.Json);
        state.Cookie = CookieChange.Remove;
        // A session that somebody else ended a moment ago has ended once.
        if (!isEnded || record is null) return;
        engine.Metrics.Ended(reason);
        await engine.Events.EndedAsync(record, reason);
    }

    private SessionStoreUnavailableException Unconfirmed(SessionId id, SessionRecord? record, SessionEndReason reason, Exception cause)
    {
        var state = work.State;
        var until = record?.AbsoluteExpiresAt ?? record?.ExpiresAt ?? engine.Now + (engine.Options.AbsoluteTimeout ?? engine.Options.IdleTimeout);
        if (record is not null || engine.Carrier.IsSelfContained) engine.Removals.Add(id, reason, until);
        else engine.Removals.Add(state.Presented!.Value.Token, reason, until);
        work.StartAnew(engine.Json);
        state.Cookie = CookieChange.Remove;
        engine.Log.RemovalUnconfirmed(id, cause);
        return state.UnconfirmedRemoval = new($"The store did not confirm that session {id} is gone. The browser's cookie is removed, and the removal is repeated in the background until it is confirmed.", engine.RetryAfter, cause);
    }
}
