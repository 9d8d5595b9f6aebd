namespace Azu.Sessions;

/// <summary>Removes the session of a request, and says so only when the store has confirmed it.</summary>
internal sealed class SessionEnding<TData>(
    AzuSessionsOptions options, TimeSpan retryAfter, SessionRemoval<TData> removal, PendingRemovals removals, SessionTokens tokens, TimeProvider time,
        LimitedLog log)
    where TData : notnull
{
    public async ValueTask RunAsync(SessionContext<TData> context, SessionEndReason reason, CancellationToken cancellationToken)
    {
        var state = context.State;
        var presented = state.Origin == SessionOrigin.Unavailable ? state.Presented?.Token : null;
        // An encrypted cookie proves itself, and says what is to end.
        var record = state.Record ?? presented?.Record;
        if ((record?.Id ?? presented?.Id) is not { } id)
        {
            context.StartEmpty();
            state.Actions.Cookie = CookieChange.Remove;
            return;
        }

        var condition = ConditionOf(record, presented);
        try
        {
            await removal.RunAsync(id, condition, reason, actor: null, record, cancellationToken);
        }
        catch (Exception e) when (e is SessionStoreException or OperationCanceledException)
        {
            var until = record is not null ? record.AbsoluteExpiresAt : time.GetUtcNow() + options.AbsoluteTimeout;
            var isMember = record is not null ? record.Subject is not null : presented!.Value.IsSignedIn;
            var isRepeated = removals.Add(id, condition, reason, until, isMember, tokens.IsSelfContained ? record : null);
            context.End();
            log.RemovalUnconfirmed(id, e);
            throw state.UnconfirmedRemoval = Unconfirmed(id, isRepeated, e);
        }

        context.End();
    }

    /// <summary>
    /// The generation that was loaded, whatever its secret is by now: a rotation beside the sign-out must not save the session, and a session that
    /// was signed in to since is another session. Where the store was down, the token's secret could not be checked: the removal checks it.
    /// </summary>
    private static RemoveCondition ConditionOf(SessionRecord? record, SessionToken? presented) =>
        record is not null ? RemoveCondition.OfGeneration(record.Generation) : RemoveCondition.OfSecret(presented!.Value.SecretHash);

    private SessionStoreUnavailableException Unconfirmed(SessionId id, bool isRepeated, Exception cause)
    {
        var next = isRepeated
            ? "the removal is repeated in the background until it is confirmed"
            : "too many removals wait already, so the session ends by its timeouts";
        return new($"The store did not confirm that session {id} is gone. The browser's cookie is removed, and {next}.", retryAfter, cause);
    }
}
