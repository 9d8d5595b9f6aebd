namespace Azu.Sessions;

/// <summary>
/// Decides what a request stores: a new session, an update, a touch, or nothing where nothing changed.
/// </summary>
internal readonly struct SessionCommit<TData>(SessionEngine<TData> engine, SessionWork<TData> work) where TData : notnull
{
    public ValueTask RunAsync(CancellationToken cancellationToken)
    {
        var state = work.State;
        if (state.UnconfirmedRemoval is { } unconfirmed) return ValueTask.FromException(unconfirmed);
        var change = state.IsReadOnly ? default : new ContentChange(work.Data.HasChanged(), state.FlashSection?.HasChanged == true, state.ItemsSection?.HasChanged == true);
        return state switch
        {
            { Origin: SessionOrigin.Unavailable } => change.Any ? WithoutStore() : default,
            { Origin: SessionOrigin.Stale } => change.Any || state.IsRotationWanted ? WithoutStore() : default,
            { Record: null } => change.Any || (engine.Options.SaveUnmodified && !state.IsReadOnly) ? StoreAsync(CreateAsync(change, cancellationToken)) : default,
            { Origin: SessionOrigin.Grace } => change.Any ? throw new SessionExpiredException(state.Id) : default,
            _ when change.Any || state.IsRotationWanted => StoreAsync(new SessionUpdate<TData>(engine, work).RunAsync(state.Record, change, cancellationToken)),
            _ => new SessionTouch<TData>(engine, state).RunAsync(state.Record, cancellationToken),
        };
    }

    /// <summary>A store that fails only now fails as one that failed when the session was loaded. A rotation is for safety, and never just dropped.</summary>
    private ValueTask StoreAsync(ValueTask storing) =>
        work.State is { FailureMode: StoreFailureMode.Ephemeral, IsRotationWanted: false } ? OrEphemeralAsync(storing) : storing;

    private async ValueTask OrEphemeralAsync(ValueTask storing)
    {
        try
        {
            await storing;
        }
        catch (SessionStoreException)
        {
            engine.Ephemeral.Note();
        }
    }

    private ValueTask WithoutStore()
    {
        if (work.State.FailureMode != StoreFailureMode.Ephemeral)
            return ValueTask.FromException(new SessionStoreUnavailableException("The session store could not be reached, so what this request changed in its session was not stored.", engine.RetryAfter));
        engine.Ephemeral.Note();
        return default;
    }

    private async ValueTask CreateAsync(ContentChange change, CancellationToken cancellationToken)
    {
        var state = work.State;
        var payload = new SessionPayload(
            change.Data ? work.Data.Changed() : default,
            change.Flash ? state.FlashSection!.Replayed(default) : default,
            change.Items ? state.ItemsSection!.Replayed(default) : default,
            default);
        var record = await new SessionCreation<TData>(engine, work).RunAsync(payload, DataOf(payload), null, cancellationToken);
        work.Accept(record, payload, isMerged: false);
        await engine.Events.StartedAsync(record);
    }

    private TData DataOf(SessionPayload payload) => engine.Indexes.IsEmpty ? default! : engine.Json.Deserialize(payload.Data, out _);
}
