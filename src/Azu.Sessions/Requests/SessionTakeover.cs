namespace Azu.Sessions;

/// <summary>Takes a stored session over into the generation of a sign-in: a new secret, the subject and new times in one write.</summary>
internal sealed class SessionTakeover<TData>(
    ISessionStore store, SessionTurns turns, ConflictRetry retry, SessionRecords<TData> records, SubjectStamps stamps, SessionTokens tokens,
        SessionNotifier<TData> notifier)
    where TData : notnull
{
    /// <returns>False when the session ended, or another sign-in came first. Nothing was written then.</returns>
    public async ValueTask<bool> TryRunAsync(SessionState state, SessionRecord loaded, SignInDetails signIn, CancellationToken cancellationToken)
    {
        var stamp = await stamps.ReadAsync(signIn.Subject, cancellationToken);
        var turn = await turns.TakeAsync(loaded.Id, cancellationToken);
        var newest = turn.NewestOf(loaded);
        SessionSecret secret;
        try
        {
            for (var round = 0; ; round++)
            {
                if (newest.Generation != loaded.Generation) return false;
                secret = SessionSecret.New();
                var result = await store.UpdateAsync(records.SignedIn(state, newest, signIn, stamp, secret), newest.Version, cancellationToken);
                newest = result.Current ?? newest;
                if (result.Outcome == UpdateOutcome.Updated) break;
                if (!result.IsConflict(out _)) return false;
                notifier.Conflict(loaded.Id);
                await retry.PauseAsync(turn, round, loaded.Id, cancellationToken);
            }
        }
        finally
        {
            turn.Pass(newest);
        }

        state.AcceptIdentity(newest);
        tokens.Issue(state, newest, secret);
        await notifier.TokenRotatedBySignInAsync(newest);
        return true;
    }
}
