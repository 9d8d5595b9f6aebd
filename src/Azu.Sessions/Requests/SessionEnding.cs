namespace Azu.Sessions;

/// <summary>Removes the session of a request, and says so only when the store has confirmed it.</summary>
internal readonly struct SessionEnding<TData>(SessionEngine<TData> engine, SessionWork<TData> work) where TData : notnull
{
    public async ValueTask RunAsync(SessionEndReason reason, CancellationToken cancellationToken)
    {
        var state = work.State;
        var presented = state.Origin == SessionOrigin.Unavailable ? state.Presented?.Token : null;
        // An encrypted cookie proves itself, and says what is to end.
        var record = state.Record ?? presented?.Record;
        var id = record?.Id ?? presented?.Id;
        // Also where the store does not confirm it: the session may be gone.
        state.HasWritten |= id is not null;
        try
        {
            if (id is { } known) await new SessionRemoval<TData>(engine).RunAsync(known, Condition(record), reason, actor: null, record, cancellationToken);
        }
        catch (Exception e) when (e is SessionStoreException or OperationCanceledException)
        {
            throw Unconfirmed(id!.Value, record, reason, e);
        }

        work.StartAnew(engine.Json);
        state.Cookie = CookieChange.Remove;
    }

    /// <summary>
    /// The generation that was loaded, whatever its secret is by now: a rotation beside the sign-out must not save the session, and a session that
    /// was signed in to since is another session. Where the store was down, the token's secret could not be checked: the removal checks it.
    /// </summary>
    private RemoveCondition Condition(SessionRecord? record) =>
        record is not null ? RemoveCondition.OfGeneration(record.Generation) : RemoveCondition.OfSecret(work.State.Presented!.Value.Token.SecretHash);

    private SessionStoreUnavailableException Unconfirmed(SessionId id, SessionRecord? record, SessionEndReason reason, Exception cause)
    {
        var state = work.State;
        var until = record is not null ? record.AbsoluteExpiresAt : engine.Now + engine.Options.AbsoluteTimeout;
        var isMember = record is not null ? record.Subject is not null : state.Presented!.Value.Token.IsSignedIn;
        var isRepeated = engine.Removals.Add(id, Condition(record), reason, until, isMember, engine.CookieFormat.IsSelfContained ? record : null);
        work.StartAnew(engine.Json);
        state.Cookie = CookieChange.Remove;
        engine.Limited.RemovalUnconfirmed(id, cause);
        var next = isRepeated ? "the removal is repeated in the background until it is confirmed" : "too many removals wait already, so the session ends by its timeouts";
        return state.UnconfirmedRemoval = new($"The store did not confirm that session {id} is gone. The browser's cookie is removed, and {next}.", engine.RetryAfter, cause);
    }
}
