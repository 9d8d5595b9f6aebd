using System.Runtime.CompilerServices;

namespace Azu.Sessions;

/// <summary>
/// Compares and sets what a request changed. Catches up with the newest record and repeats where another request was faster. The rounds with the
/// store are one turn; events and metrics come after it.
/// </summary>
internal readonly struct SessionUpdate<TData>(SessionEngine<TData> engine, SessionWork<TData> work) where TData : notnull
{
    /// <param name="loaded">What the request is based on.</param>
    /// <param name="change">What it changed.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(SessionRecord loaded, ContentChange change, CancellationToken cancellationToken)
    {
        var state = work.State;
        var turn = await engine.Turns.TakeAsync(loaded.Id, cancellationToken);
        var newest = turn.NewestOf(loaded);
        var isMerged = state.IsBehind || !ReferenceEquals(newest, loaded);
        SessionPayload payload;
        SessionSecret? secret;
        try
        {
            payload = isMerged ? CatchUp(loaded, newest, change) : FirstPayload(change);
            for (var round = 0; ; round++)
            {
                if (!change.Any && !state.IsRotationWanted) return;
                secret = state.IsRotationWanted ? SessionSecret.New() : null;
                var result = await engine.Store.UpdateAsync(Candidate(newest, payload, secret), newest.Version, cancellationToken);
                newest = result.Current ?? newest;
                if (result.Outcome == UpdateOutcome.Updated) break;
                if (!result.IsConflict(out _)) throw new SessionExpiredException(loaded.Id);
                payload = CatchUp(loaded, newest, change);
                isMerged = true;
                engine.Metrics.Conflict();
                await ConflictRetry.PauseAsync(turn, round, loaded.Id, engine.RetryAfter, cancellationToken);
            }
        }
        finally
        {
            turn.Pass(newest);
        }

        work.Accept(newest, payload, isMerged);
        // Every write that extends, not only one in place of a touch: a session that is written often never has a touch due.
        state.IsExtended |= newest.ExpiresAt > loaded.ExpiresAt;
        if (secret is { } issued) await NoteRotationAsync(issued);
        else if (engine.CookieFormat.Renew(newest) is { } value) state.Cookie = CookieChange.Set(value);
    }

    /// <summary>The content to store on top of what another request stored.</summary>
    /// <exception cref="SessionExpiredException">
    /// Another sign-in came between. Nothing of a slow request reaches what came after a sign-in, and nothing planted before it reaches the signed-in session.
    /// </exception>
    private SessionPayload CatchUp(SessionRecord loaded, SessionRecord newest, ContentChange change)
    {
        if (newest.Generation != loaded.Generation || newest.Subject != loaded.Subject) throw new SessionExpiredException(loaded.Id);
        // The first request that rotates has sent the one cookie that counts; a second rotation would leave the browser with either.
        if (newest.SecretHash != loaded.SecretHash) work.State.IsRotationWanted = false;
        return MergedPayload(change, newest);
    }

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
            Indexes = engine.Indexes.IsEmpty ? newest.Indexes : engine.Indexes.Of(engine.Json.Deserialize(payload.Data, out _)),
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

    private async ValueTask NoteRotationAsync(SessionSecret secret)
    {
        var state = work.State;
        state.IsRotationWanted = false;
        state.Cookie = CookieChange.Set(engine.CookieFormat.Issue(state.Record!, secret));
        engine.Metrics.TokenRotated();
        await engine.Events.TokenRotatedAsync(state.Record!);
    }
}
