namespace Azu.Sessions;

/// <summary>Ends every session of a subject, and tells the request that this happens in.</summary>
internal sealed class SubjectRevocation<TData>(ISessionStore store, ISessionIndex? index, RevocationList? revocations, SessionRemoval<TData> removal)
    where TData : notnull
{
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
