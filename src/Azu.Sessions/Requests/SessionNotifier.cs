namespace Azu.Sessions;

/// <summary>Counts what happens to sessions, and tells the handlers of the application.</summary>
internal sealed class SessionNotifier<TData>(SessionMetrics metrics, SessionEventDispatcher<TData> events, SessionRaces races, TimeProvider time)
    where TData : notnull
{
    public ValueTask StartedAsync(SessionRecord record)
    {
        metrics.Started();
        return events.StartedAsync(record);
    }

    public ValueTask LoadedAsync(SessionRecord record) => events.LoadedAsync(record);

    /// <param name="record">The session whose cookie went out.</param>
    /// <param name="isNewClient">Whether its subject signed in with a browser that it has not used before.</param>
    public async ValueTask SentToClientAsync(SessionRecord record, bool isNewClient)
    {
        if (isNewClient) await events.NewClientAsync(record);
        await events.SentToClientAsync(record);
    }

    public ValueTask TokenRotatedAsync(SessionRecord record)
    {
        metrics.TokenRotated();
        return events.TokenRotatedAsync(record);
    }

    /// <summary>A sign-in took an anonymous session over. The sign-in itself is counted by <see cref="SignedIn"/>.</summary>
    public ValueTask TokenRotatedBySignInAsync(SessionRecord record) => events.TokenRotatedAsync(record);

    public void SignedIn() => metrics.SignedIn();

    /// <param name="record">What ended; null where it could not be read. Then it admitted no caller, and there is nothing to tell.</param>
    /// <param name="reason">Why.</param>
    public ValueTask EndedAsync(SessionRecord? record, SessionEndReason reason)
    {
        metrics.Ended(reason);
        return record is null ? default : events.EndedAsync(record, reason);
    }

    public ValueTask RejectedAsync(SessionRecord record, SessionEndReason reason)
    {
        metrics.Rejected(reason);
        if (reason == SessionEndReason.TokenReuse) Note(SessionRaceKind.TokenReused, record.Id);
        return events.RejectedAsync(record, reason);
    }

    /// <summary>A token was valid, and its session is not there.</summary>
    public void NotFound() => metrics.Unknown();

    /// <summary>Another writer stored a newer version first.</summary>
    public void Conflict(SessionId id)
    {
        metrics.Conflict();
        Note(SessionRaceKind.ConflictMerged, id);
    }

    /// <summary>A write came after the end of its session.</summary>
    public void Gone(SessionId id) => Note(SessionRaceKind.ResurrectionRefused, id);

    /// <summary>Assigned values replaced different ones of another request.</summary>
    public void Overwritten(int count) => metrics.Overwrites(count);

    private void Note(SessionRaceKind kind, SessionId id) => races.Note(kind, typeof(TData).Name, id, time);
}
