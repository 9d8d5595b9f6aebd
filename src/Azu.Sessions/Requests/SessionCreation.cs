namespace Azu.Sessions;

/// <summary>Inserts a new record under a new secret, and has the cookie sent.</summary>
internal sealed class SessionCreation<TData>(ISessionStore store, SessionRecords<TData> records, SubjectStamps stamps, SessionTokens tokens,
    PendingRemovals removals)
    where TData : notnull
{
    private const int MaxAttempts = 3;

    /// <param name="state">The request.</param>
    /// <param name="payload">The content.</param>
    /// <param name="signIn">The sign-in that begins it; null for an anonymous session.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    public async ValueTask<SessionRecord> RunAsync(SessionState state, SessionPayload payload, SignInDetails? signIn, CancellationToken cancellationToken)
    {
        if (!records.CanBind(state.Client)) throw new SessionBindingException(state.Id);
        var stamp = signIn is null ? null : await stamps.ReadAsync(signIn.Value.Subject, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var secret = SessionSecret.New();
            var record = records.First(state, secret, payload, signIn, stamp);
            try
            {
                if (await store.CreateAsync(record, cancellationToken))
                {
                    tokens.Issue(state, record, secret);
                    return record;
                }
            }
            catch (Exception e) when (e is SessionStoreException or OperationCanceledException)
            {
                if (e is SessionStoreUnavailableException { WasAsked: false }) throw;
                // The insert may have happened, or may yet. No client has its token, so the removal is tidiness: a subject's list would show it.
                removals.Add(record.Id, RemoveCondition.Always, SessionEndReason.Deleted, record.ExpiresAt, isMember: false);
                if (attempt == MaxAttempts || e is OperationCanceledException) throw;
            }
            finally
            {
                // Taken by another session, or of unknown outcome: a late insert could follow a removal, so no id is tried twice.
                state.AbandonId();
            }

            if (attempt == MaxAttempts)
                throw new SessionStoreException($"The store says that {MaxAttempts} new random session ids exist already. It does not do what " +
                    "ISessionStore.CreateAsync asks.");
        }
    }
}
