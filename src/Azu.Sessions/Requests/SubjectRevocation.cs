namespace Azu.Sessions;

/// <summary>Ends every session of a subject, and tells the request that this happens in.</summary>
internal sealed class SubjectRevocation<TData>(ISessionStore store, ISessionIndex? index, RevocationList? revocations, SessionRemoval<TData> removal,
    TimeSpan retryAfter)
    where TData : notnull
{
    /// <summary>Ends the other sessions of the subject of a request; where sessions are in cookies, its own too. One without a subject is alone.</summary>
    /// <exception cref="SessionStoreUnavailableException">The store could not be reached when the session was loaded.</exception>
    public ValueTask<long?> EndOthersAsync(SessionState state, CancellationToken cancellationToken)
    {
        if (state.Origin == SessionOrigin.Unavailable)
            throw new SessionStoreUnavailableException("The session store could not be reached, so no session was ended.", retryAfter);
        return state.Record is { Subject: { } subject } record
            ? RunAsync(subject, revocations is null ? record.Id : null, actor: null, cancellationToken)
            : new(0);
    }

    /// <inheritdoc cref="SessionManager{TData}.RevokeSubjectAsync"/>
    public async ValueTask<long?> RunAsync(string subject, SessionId? exceptId, string? actor, CancellationToken cancellationToken)
    {
        if (revocations is not null)
        {
            if (exceptId is not null) throw new NotSupportedException("Sessions in cookies can only be revoked all at once: their list of revocations " +
                "knows the subject, not its sessions. Leave out exceptId, and sign this one in again.");
            await revocations.RevokeSubjectAsync(ExactText.Check(subject), cancellationToken);
            await CurrentRequest.MarkRevokedAsync(this, subject, exceptId);
            return null;
        }

        var ended = 0L;
        await foreach (var id in SessionPages.WalkIdsAsync(SessionPages.Require(index, store), SessionQuery.BySubject(subject), cancellationToken))
        {
            if (id != exceptId && await removal.RunAsync(id, RemoveCondition.Always, SessionEndReason.Revoked, actor, known: null, cancellationToken)) ended++;
        }

        await CurrentRequest.MarkRevokedAsync(this, subject, exceptId);
        return ended;
    }
}
