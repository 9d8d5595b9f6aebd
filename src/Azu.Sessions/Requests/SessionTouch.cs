namespace Azu.Sessions;

/// <summary>Writes down that a session is in use, once in a touch interval.</summary>
internal readonly struct SessionTouch<TData>(SessionEngine<TData> engine, SessionState state) where TData : notnull
{
    /// <param name="record">What the request is based on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask RunAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        var now = engine.Now;
        if (state.IsPassive || !(state.IsTouchWanted || engine.Lifetime.IsTouchDue(record, now))) return;
        if (ReferenceEquals(engine.Lifetime.Extend(record, now), record)) return;
        // A touch of a sealed cookie costs no write, and helps only the browser that it answers.
        var interval = state.IsTouchWanted || engine.CookieFormat.IsSelfContained ? TimeSpan.Zero : engine.Lifetime.TouchIntervalOf(record);
        if (engine.Touches.Begin(record.Id, now, interval) is not { } touch) return;
        var isWanted = state.IsTouchWanted;
        state.IsTouchWanted = false;
        SessionRecord touched;
        try
        {
            var newest = state.IsCopy ? await engine.CookieFormat.CurrentAsync(record, cancellationToken) : record;
            if (newest is null || newest.Generation != record.Generation) return;
            if (!isWanted && !engine.Lifetime.IsTouchDue(newest, now))
            {
                // Another node did it. Its touches are not announced, so the copy did not know.
                engine.Touches.Forget(touch);
                return;
            }

            // The times of the newest, and nothing else of it: what this request is based on stays what it was.
            touched = engine.Lifetime.Extend(newest, now);
            if (state.IsCopy) touched = record with { LastSeenAt = touched.LastSeenAt, ExpiresAt = touched.ExpiresAt };
            if (!await engine.Store.TouchAsync(record.Id, touched.LastSeenAt, touched.ExpiresAt, cancellationToken)) return;
        }
        catch (SessionStoreException e)
        {
            // Nothing that the visitor did is lost with a touch: the next request will do it.
            engine.Log.TouchFailed(record.Id, e);
            engine.Touches.Forget(touch);
            return;
        }

        state.AcceptKeepingChanges(touched);
        state.IsExtended = true;
        if (engine.CookieFormat.Renew(touched) is { } value) state.Cookie = CookieChange.Set(value);
    }
}
