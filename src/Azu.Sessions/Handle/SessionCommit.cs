namespace Azu.Sessions;

/// <summary>
/// Stores what a request changed: creates, or compares and sets; merges and repeats where another request was faster. Nothing changed means
/// no write.
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
            _ when change.Any || state.IsRotationWanted => StoreAsync(UpdateAsync(state.Record, change, cancellationToken)),
            _ => TouchAsync(state.Record, cancellationToken),
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
        AcceptContent(record, payload, isMerged: false);
        await engine.Events.StartedAsync(record);
    }

    private async ValueTask UpdateAsync(SessionRecord loaded, ContentChange change, CancellationToken cancellationToken)
    {
        var state = work.State;
        var isMerged = state.IsBehind;
        var payload = isMerged ? MergedPayload(change, loaded) : FirstPayload(change);
        var newest = loaded;
        for (var round = 0; ; round++)
        {
            var secret = state.IsRotationWanted ? SessionSecret.New() : (SessionSecret?)null;
            var candidate = Candidate(newest, payload, secret);
            var result = await engine.Store.UpdateAsync(candidate, newest.Version, cancellationToken);
            if (result.Outcome == UpdateOutcome.Updated)
            {
                AcceptContent(result.Current!, payload, isMerged || round > 0);
                // Every write that extends, not only one that stands for a touch: those who write often never have a touch due.
                state.IsExtended |= result.Current!.ExpiresAt > loaded.ExpiresAt;
                if (secret is { } issued) await NoteRotationAsync(issued);
                else if (engine.Carrier.Renew(result.Current!) is { } value) state.Cookie = CookieChange.Set(value);
                return;
            }

            if (!result.IsConflict(out var current) || !CanMerge(loaded, current)) throw new SessionExpiredException(loaded.Id);
            engine.Metrics.Conflict();
            await Overtaken.PauseAsync(round, loaded.Id, cancellationToken);

            newest = current;
            // Whoever rotates first has sent the one cookie that counts; a second rotation would leave the browser with either.
            if (newest.SecretHash != loaded.SecretHash) state.IsRotationWanted = false;
            payload = MergedPayload(change, newest);
            if (!change.Any && !state.IsRotationWanted) return;
        }
    }

    private async ValueTask TouchAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        var state = work.State;
        var now = engine.Now;
        if (state.IsPassive || !(state.IsTouchWanted || engine.Lifetime.IsTouchDue(record, now))) return;
        if (ReferenceEquals(engine.Lifetime.Extend(record, now), record)) return;
        // A touch of a sealed cookie costs no write, and helps only the browser that it answers.
        var interval = state.IsTouchWanted || engine.Carrier.IsSelfContained ? TimeSpan.Zero : engine.Lifetime.TouchIntervalOf(record);
        if (engine.Touches.Begin(record.Id, now, interval) is not { } touch) return;
        var isWanted = state.IsTouchWanted;
        state.IsTouchWanted = false;
        SessionRecord touched;
        try
        {
            var newest = state.IsCopy ? await engine.Carrier.CurrentAsync(record, cancellationToken) : record;
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
        if (engine.Carrier.Renew(touched) is { } value) state.Cookie = CookieChange.Set(value);
    }

    /// <summary>Nothing of a slow request reaches what came after a sign-in, and nothing planted before it reaches the signed-in session.</summary>
    private static bool CanMerge(SessionRecord loaded, SessionRecord current) =>
        current.Generation == loaded.Generation && current.Subject == loaded.Subject;

    private SessionPayload FirstPayload(ContentChange change)
    {
        var state = work.State;
        return state.Payload with
        {
            Data = change.Data ? work.Data.Changed() : state.Payload.Data,
            Flash = change.Flash ? state.FlashSection!.Replayed(state.Payload.Flash) : state.Payload.Flash,
            Items = change.Items ? state.ItemsSection!.Replayed(state.Payload.Items) : state.Payload.Items,
        };
    }

    private SessionPayload MergedPayload(ContentChange change, SessionRecord newest)
    {
        var stored = engine.Codec.Read(newest);
        var overwritten = 0;
        var merged = stored with
        {
            Data = change.Data ? work.Data.Replayed(stored.Data, out overwritten) : stored.Data,
            Flash = change.Flash ? work.State.FlashSection!.Replayed(stored.Flash) : stored.Flash,
            Items = change.Items ? work.State.ItemsSection!.Replayed(stored.Items) : stored.Items,
        };
        if (overwritten == 0) return merged;
        engine.Metrics.Overwrites(overwritten);
        return engine.Options.OnOverwrite == OverwriteMode.LastWins
            ? merged
            : throw new SessionConflictException($"Session {newest.Id}: another request changed the same property meanwhile, and OnOverwrite is Throw; nothing was stored. Use Update for a change that depends on the old value.", newest.Id);
    }

    private SessionRecord Candidate(SessionRecord newest, SessionPayload payload, SessionSecret? secret)
    {
        var now = engine.Now;
        var (lastSeenAt, expiresAt) = work.State.IsPassive ? (newest.LastSeenAt, newest.ExpiresAt) : engine.Lifetime.TimesAfterUse(newest, now);
        var next = newest with
        {
            LastSeenAt = lastSeenAt,
            ExpiresAt = expiresAt,
            Version = newest.Version + 1,
            WriteId = RandomBlock.NewWriteId(),
            Payload = engine.Codec.Write(payload, newest.Id, newest.Subject, newest.Generation),
            Fingerprint = Fingerprint(newest),
            Indexes = engine.Indexes.IsEmpty ? newest.Indexes : engine.Indexes.Of(DataOf(payload)),
        };
        return secret is { } issued
            ? next with { SecretHash = issued.Hash(), PreviousSecretHash = newest.SecretHash, RotatedAt = now }
            : next;
    }

    /// <summary>A client that was admitted by a fingerprint under an older key is stamped anew; any other stays as it is.</summary>
    private ReadOnlyMemory<byte> Fingerprint(SessionRecord newest) =>
        engine.Binding.IsEnabled && engine.Binding.Compare(newest, work.State.Client) == BindingMatch.MatchesOutdated
            ? engine.Binding.Fingerprint(newest.Id, work.State.Client)
            : newest.Fingerprint;

    private TData DataOf(SessionPayload payload) => engine.Indexes.IsEmpty ? default! : engine.Json.Deserialize(payload.Data, out _);

    private void AcceptContent(SessionRecord stored, SessionPayload payload, bool isMerged)
    {
        work.State.Accept(stored, payload);
        work.Data.Accept(payload.Data, isMerged);
        work.State.IsTouchWanted = false;
    }

    private async ValueTask NoteRotationAsync(SessionSecret secret)
    {
        var state = work.State;
        state.IsRotationWanted = false;
        state.Cookie = CookieChange.Set(engine.Carrier.Issue(state.Record!, secret));
        engine.Metrics.Regenerated();
        await engine.Events.RegeneratedAsync(state.Record!);
    }

    private readonly record struct ContentChange(bool Data, bool Flash, bool Items)
    {
        public bool Any => Data || Flash || Items;
    }
}
