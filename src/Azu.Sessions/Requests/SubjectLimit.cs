namespace Azu.Sessions;

/// <summary>
/// Keeps a subject within <see cref="AzuSessionsOptions.MaxSessionsPerSubject"/>. Every sign-in checks after its own write, so of any number of
/// racing ones the last to check sees all of them.
/// </summary>
internal sealed class SubjectLimit<TData>(AzuSessionsOptions options, ISessionStore store, ISessionIndex? index, SessionRemoval<TData> removal)
    where TData : notnull
{
    // About 400 ms in all. A store with one writer on a slow disk needs much of it for twenty sign-ins at once.
    private const int MaxLooks = 20;
    private const int MaxPauseMilliseconds = 50;

    /// <summary>Ends what is beyond the limit: the oldest sessions, or the one of this sign-in.</summary>
    /// <exception cref="SessionLimitExceededException">This sign-in is beyond the limit, and its session is gone.</exception>
    public ValueTask EnforceAsync(SessionContext<TData> context, CancellationToken cancellationToken) => options.MaxSessionsPerSubject is { } limit
        ? options.OnSessionLimit == SessionLimitMode.EvictOldest
            ? EvictAsync(context.State.Record!, limit, cancellationToken)
            : RejectAsync(context, limit, cancellationToken)
        : default;

    /// <summary>Refuses a sign-in beyond the limit before it changes anything, where the application wants that.</summary>
    public async ValueTask EnsureRoomAsync(SessionId mine, string subject, CancellationToken cancellationToken)
    {
        if (options is not { MaxSessionsPerSubject: { } limit, OnSessionLimit: SessionLimitMode.Reject }) return;
        var others = await SessionsAsync(subject, cancellationToken);
        others.RemoveAll(s => s.Id == mine);
        if (others.Count >= limit) throw new SessionLimitExceededException(mine, limit);
    }

    private async ValueTask EvictAsync(SessionRecord mine, int limit, CancellationToken cancellationToken)
    {
        var sessions = await SessionsAsync(mine.Subject!, cancellationToken);
        foreach (var oldest in sessions.Take(Math.Max(0, sessions.Count - limit)))
        {
            await removal.RunAsync(oldest.Id, RemoveCondition.Always, SessionEndReason.Evicted, actor: null, oldest, cancellationToken);
        }
    }

    private async ValueTask RejectAsync(SessionContext<TData> context, int limit, CancellationToken cancellationToken)
    {
        var mine = context.State.Record!;
        for (var look = 1; ; look++)
        {
            var sessions = await SessionsAsync(mine.Subject!, cancellationToken);
            if (sessions.Count <= limit) return;
            // A sign-in beyond the limit fails at once. One within it retries until the count fits, and otherwise fails too: the order of the
            // store and the order of the clock may differ.
            if (look == MaxLooks || sessions.FindIndex(s => s.Id == mine.Id) >= limit) break;
            await Jitter.DelayAsync(Math.Min(MaxPauseMilliseconds, 1 + (look * 10)), cancellationToken);
        }

        await store.RemoveAsync(mine.Id, RemoveCondition.Always, SessionEndReason.Evicted, cancellationToken: cancellationToken);
        context.StartEmpty();
        context.State.Actions.Cookie = default;
        throw new SessionLimitExceededException(mine.Id, limit);
    }

    private async ValueTask<List<SessionRecord>> SessionsAsync(string subject, CancellationToken cancellationToken)
    {
        // A session that signs in again while the list is walked may come twice.
        var found = new Dictionary<SessionId, SessionRecord>();
        await foreach (var record in SessionPages.WalkAsync(index!, SessionQuery.BySubject(subject), cancellationToken)) found[record.Id] = record;
        var sessions = found.Values.ToList();
        sessions.Sort(static (a, b) => (a.SignedInAt, a.Id).CompareTo((b.SignedInAt, b.Id)));
        return sessions;
    }
}
