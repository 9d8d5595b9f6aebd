namespace Azu.Sessions;

/// <summary>
/// Keeps a subject within <see cref="AzuSessionsOptions.MaxSessionsPerSubject"/>. Every sign-in checks after its own write, so of any number of
/// racing ones the last to check sees all of them.
/// </summary>
internal readonly struct SubjectLimit<TData>(SessionEngine<TData> engine, SessionWork<TData> work) where TData : notnull
{
    // Some 400 ms in all: a store with one writer that waits for its disk needs a good part of them for twenty sign-ins at once.
    private const int MaxLooks = 20;
    private const int MaxPauseMilliseconds = 50;

    public ValueTask EnforceAsync(CancellationToken cancellationToken) => engine.Options.MaxSessionsPerSubject is { } limit
        ? engine.Options.OnSessionLimit == SessionLimitMode.EvictOldest ? EvictAsync(limit, cancellationToken) : RejectAsync(limit, cancellationToken)
        : default;

    /// <summary>Refuses a sign-in beyond the limit before it changes anything, where the application wants that.</summary>
    public async ValueTask EnsureRoomAsync(string subject, CancellationToken cancellationToken)
    {
        if (engine.Options is not { MaxSessionsPerSubject: { } limit, OnSessionLimit: SessionLimitMode.Reject }) return;
        var mine = work.State.Id;
        var others = await SessionsAsync(subject, cancellationToken);
        others.RemoveAll(s => s.Id == mine);
        if (others.Count >= limit) throw new SessionLimitExceededException(mine, limit);
    }

    private async ValueTask EvictAsync(int limit, CancellationToken cancellationToken)
    {
        var sessions = await SessionsAsync(work.State.Record!.Subject!, cancellationToken);
        foreach (var oldest in sessions.Take(Math.Max(0, sessions.Count - limit)))
        {
            await new SessionRemoval<TData>(engine).RunAsync(oldest.Id, RemoveCondition.Always, SessionEndReason.Evicted, actor: null, oldest, cancellationToken);
        }
    }

    private async ValueTask RejectAsync(int limit, CancellationToken cancellationToken)
    {
        var mine = work.State.Record!;
        for (var look = 1; ; look++)
        {
            var sessions = await SessionsAsync(work.State.Record!.Subject!, cancellationToken);
            if (sessions.Count <= limit) return;
            // Those beyond the limit go at once. Those within it wait for them, and go too if they do not: two who came in different orders to
            // the store and to the clock must not both stay.
            if (look == MaxLooks || sessions.FindIndex(s => s.Id == mine.Id) >= limit) break;
            await Jitter.DelayAsync(Math.Min(MaxPauseMilliseconds, 1 + (look * 10)), cancellationToken);
        }

        await engine.Store.RemoveAsync(mine.Id, RemoveCondition.Always, SessionEndReason.Evicted, cancellationToken: cancellationToken);
        work.StartAnew(engine.Json);
        work.State.Cookie = default;
        throw new SessionLimitExceededException(mine.Id, limit);
    }

    private async ValueTask<List<SessionRecord>> SessionsAsync(string subject, CancellationToken cancellationToken)
    {
        // A session that signs in again while the list is walked may come twice.
        var found = new Dictionary<SessionId, SessionRecord>();
        await foreach (var record in SessionPages.WalkAsync(engine.Index!, SessionQuery.BySubject(subject), cancellationToken)) found[record.Id] = record;
        var sessions = found.Values.ToList();
        sessions.Sort(static (a, b) => (a.SignedInAt, a.Id).CompareTo((b.SignedInAt, b.Id)));
        return sessions;
    }
}
