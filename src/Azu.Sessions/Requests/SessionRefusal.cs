namespace Azu.Sessions;

/// <summary>Refuses a session that a token names: counts and tells it, and ends the session where the refusal asks for that.</summary>
internal sealed class SessionRefusal<TData>(SessionRemoval<TData> removal, PendingRemovals removals, SessionTokens tokens, SessionNotifier<TData> notifier,
    LimitedLog log)
    where TData : notnull
{
    public async ValueTask RunAsync(SessionRecord record, SessionEndReason reason, bool isEnding, CancellationToken cancellationToken)
    {
        await notifier.RejectedAsync(record, reason);
        if (!isEnding) return;
        var condition = RemoveCondition.OfGeneration(record.Generation);
        try
        {
            await removal.RunAsync(record.Id, condition, reason, actor: null, record, cancellationToken);
        }
        catch (SessionStoreException e)
        {
            log.RemovalUnconfirmed(record.Id, e);
            removals.Add(record.Id, condition, reason, record.AbsoluteExpiresAt, record.Subject is not null, tokens.IsSelfContained ? record : null);
        }
    }
}
