namespace Azu.Sessions;

/// <summary>
/// Decides what a request stores: a new session, an update, a touch, or nothing where nothing changed.
/// </summary>
internal sealed class SessionCommit<TData>(
    AzuSessionsOptions options, TimeSpan retryAfter, SessionCreation<TData> creation, SessionUpdate<TData> update, SessionTouch touch,
        SessionNotifier<TData> notifier,
    DroppedWriteCounter dropped) where TData : notnull
{
    public ValueTask RunAsync(SessionContext<TData> context, CancellationToken cancellationToken)
    {
        var state = context.State;
        if (state.UnconfirmedRemoval is { } unconfirmed) return ValueTask.FromException(unconfirmed);
        var change = state.Policy.IsReadOnly
            ? default
            : new ContentChange(
                context.Data.HasChanged(), state.FlashSection?.HasChanged == true, state.ItemsSection?.HasChanged == true, state.Actions.Ticket is not null);
        return state switch
        {
            { Origin: SessionOrigin.Unavailable } => change.Any ? WithoutStore(state) : default,
            { Origin: SessionOrigin.Stale } => change.Any || state.Actions.Rotate ? WithoutStore(state) : default,
            { Record: null } => change.Any || (options.SaveUnmodified && !state.Policy.IsReadOnly)
                ? StoreAsync(state, CreateAsync(context, change, cancellationToken))
                : default,
            { Origin: SessionOrigin.Grace } => change.Any ? throw new SessionExpiredException(state.Id) : default,
            _ when change.Any || state.Actions.Rotate => StoreAsync(state, update.RunAsync(context, state.Record, change, cancellationToken)),
            _ => touch.RunAsync(state, state.Record, cancellationToken),
        };
    }

    /// <summary>A store that fails only now fails as one that failed when the session was loaded. A rotation is for safety, and never just dropped.</summary>
    private ValueTask StoreAsync(SessionState state, ValueTask storing) =>
        state is { Policy.FailureMode: StoreFailureMode.Ephemeral, Actions.Rotate: false } ? OrDropAsync(storing) : storing;

    private async ValueTask OrDropAsync(ValueTask storing)
    {
        try
        {
            await storing;
        }
        catch (SessionStoreException)
        {
            dropped.Add();
        }
    }

    private ValueTask WithoutStore(SessionState state)
    {
        if (state.Policy.FailureMode != StoreFailureMode.Ephemeral)
            return ValueTask.FromException(new SessionStoreUnavailableException("The session store could not be reached, so what this request changed in " +
                "its session was not stored.", retryAfter));
        dropped.Add();
        return default;
    }

    private async ValueTask CreateAsync(SessionContext<TData> context, ContentChange change, CancellationToken cancellationToken)
    {
        var state = context.State;
        var payload = new SessionPayload(
            change.Data ? context.Data.Changed() : default,
            change.Flash ? state.FlashSection!.Replayed(default) : default,
            change.Items ? state.ItemsSection!.Replayed(default) : default,
            default,
            default);
        var record = await creation.RunAsync(state, payload, signIn: null, cancellationToken);
        context.Accept(record, payload, isMerged: false);
        await notifier.StartedAsync(record);
    }
}
