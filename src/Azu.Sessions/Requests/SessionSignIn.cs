namespace Azu.Sessions;

/// <summary>Binds a session to a subject: a new secret and the next generation, at once.</summary>
internal readonly struct SessionSignIn<TData>(SessionEngine<TData> engine, SessionWork<TData> work) where TData : notnull
{
    public async ValueTask RunAsync(string subject, CancellationToken cancellationToken)
    {
        var state = work.State;
        if (engine.Options.AbsoluteTimeout is null)
            throw new InvalidOperationException("Nobody can sign in while AbsoluteTimeout is null: a signed-in session needs an end. Set AbsoluteTimeout.");
        // The store works, and what it has cannot be read here: this visitor must not be locked out until it ends.
        if (state.IsUnreadable) work.StartAnew(engine.Json);
        if (state.Origin is SessionOrigin.Unavailable or SessionOrigin.Stale)
            throw new SessionStoreUnavailableException("The session store could not be reached, so nobody was signed in.", engine.RetryAfter);

        if (!engine.Binding.CanBind(state.Client)) throw new SessionBindingException(state.Id);
        await new SubjectLimit<TData>(engine, work).EnsureRoomAsync(subject, cancellationToken);
        // A token before a rotation is read-only, so who signs in with one gets a session of their own.
        if (state.Origin == SessionOrigin.Grace) work.StartAnew(engine.Json);
        else if (state.Record is { Subject: { } other } && other != subject) await EndOtherAsync(state.Record, cancellationToken);

        if (state.Record is null || !await RaiseAsync(state.Record, subject, cancellationToken)) await CreateAsync(subject, cancellationToken);
        engine.Metrics.SignedIn();
        await new SubjectLimit<TData>(engine, work).EnforceAsync(cancellationToken);
    }

    /// <summary>Takes the session over into the next generation. False when it ended, or another sign-in came first.</summary>
    private async ValueTask<bool> RaiseAsync(SessionRecord loaded, string subject, CancellationToken cancellationToken)
    {
        var stamp = await new SubjectStamp<TData>(engine).ReadAsync(subject, cancellationToken);
        var turn = await engine.Turns.TakeAsync(loaded.Id, cancellationToken);
        var newest = turn.NewestOf(loaded);
        SessionSecret secret;
        try
        {
            for (var round = 0; ; round++)
            {
                if (newest.Generation != loaded.Generation) return GiveUp();
                secret = SessionSecret.New();
                var result = await engine.Store.UpdateAsync(Raised(newest, subject, stamp, secret), newest.Version, cancellationToken);
                newest = result.Current ?? newest;
                if (result.Outcome == UpdateOutcome.Updated) break;
                if (!result.IsConflict(out _)) return GiveUp();
                engine.Metrics.Conflict();
                await ConflictRetry.PauseAsync(turn, round, loaded.Id, engine.RetryAfter, cancellationToken);
            }
        }
        finally
        {
            turn.Pass(newest);
        }

        work.State.AcceptKeepingChanges(newest);
        work.State.HasWritten = true;
        work.State.IsRotationWanted = false;
        work.State.Cookie = CookieChange.Set(engine.CookieFormat.Issue(newest, secret));
        await engine.Events.TokenRotatedAsync(newest);
        return true;
    }

    private bool GiveUp()
    {
        work.StartAnew(engine.Json);
        return false;
    }

    private SessionRecord Raised(SessionRecord newest, string subject, ulong? stamp, SessionSecret secret)
    {
        var now = engine.Now;
        var absoluteEnd = engine.Lifetime.AbsoluteEnd(now);
        return newest with
        {
            SecretHash = secret.Hash(),
            PreviousSecretHash = null,
            RotatedAt = now,
            Version = newest.Version + 1,
            Generation = newest.Generation + 1,
            WriteId = RandomBlock.NewWriteId(),
            Subject = subject,
            Payload = engine.Codec.Rebind(newest, subject, newest.Generation + 1),
            SignedInAt = now,
            LastSeenAt = now,
            AbsoluteExpiresAt = absoluteEnd,
            IdleTimeout = null,
            IsPersistent = null,
            SubjectStamp = stamp,
            ExpiresAt = engine.Lifetime.ExpiryFrom(now, absoluteEnd),
            Client = engine.Options.RecordClient ? work.State.Client?.Describe() : null,
            Fingerprint = engine.Binding.Fingerprint(newest.Id, work.State.Client),
        };
    }

    private async ValueTask CreateAsync(string subject, CancellationToken cancellationToken)
    {
        // What the request changed so far stays to be committed with the rest; the record only says who it is.
        var record = await new SessionCreation<TData>(engine, work).RunAsync(default, engine.Json.Empty(), subject, cancellationToken);
        work.State.AcceptKeepingChanges(record);
        work.State.HasWritten = true;
        await engine.Events.StartedAsync(record);
    }

    private async ValueTask EndOtherAsync(SessionRecord other, CancellationToken cancellationToken)
    {
        await new SessionRemoval<TData>(engine).RunAsync(other.Id, RemoveCondition.OfGeneration(other.Generation), SessionEndReason.SignedOut, actor: null, other, cancellationToken);
        work.StartAnew(engine.Json);
    }
}
