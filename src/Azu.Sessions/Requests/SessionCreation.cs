namespace Azu.Sessions;

/// <summary>Inserts a new record under a new secret, and has the cookie sent.</summary>
internal readonly struct SessionCreation<TData>(SessionEngine<TData> engine, SessionWork<TData> work) where TData : notnull
{
    private const int MaxAttempts = 3;

    /// <param name="payload">The content.</param>
    /// <param name="data">The same content, for the declared indexes.</param>
    /// <param name="subject">Who signs in; null for an anonymous session.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    public async ValueTask<SessionRecord> RunAsync(SessionPayload payload, TData data, string? subject, CancellationToken cancellationToken)
    {
        var state = work.State;
        if (!engine.Binding.CanBind(state.Client)) throw new SessionBindingException(state.Id);
        var stamp = subject is null ? null : await new SubjectStamp<TData>(engine).ReadAsync(subject, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var secret = SessionSecret.New();
            var record = New(state.Id, secret, payload, data, subject, stamp);
            try
            {
                if (await engine.Store.CreateAsync(record, cancellationToken))
                {
                    state.IsRotationWanted = false; // nobody holds an older secret
                    state.Cookie = CookieChange.Set(engine.CookieFormat.Issue(record, secret));
                    engine.Metrics.Started();
                    return record;
                }
            }
            catch (Exception e) when (e is SessionStoreException or OperationCanceledException)
            {
                if (e is SessionStoreUnavailableException { WasAsked: false }) throw;
                // The insert may have happened, or may yet. Nobody holds its token, so the removal is tidiness: a subject's list would show it.
                engine.Removals.Add(record.Id, RemoveCondition.Always, SessionEndReason.Deleted, record.ExpiresAt, isMember: false);
                if (attempt == MaxAttempts || e is OperationCanceledException) throw;
            }
            finally
            {
                // Taken by somebody else, or of unknown outcome: a late insert could follow a removal, so no id is tried twice.
                state.AbandonId();
            }

            if (attempt == MaxAttempts) throw new SessionStoreException($"The store says of {MaxAttempts} random 128-bit ids in a row that they exist. It does not do what ISessionStore.CreateAsync asks.");
        }
    }

    private SessionRecord New(SessionId id, SessionSecret secret, SessionPayload payload, TData data, string? subject, ulong? stamp)
    {
        var now = engine.Now;
        var absoluteEnd = engine.Lifetime.AbsoluteEnd(now);
        return new()
        {
            Id = id,
            SecretHash = secret.Hash(),
            Version = 1,
            WriteId = RandomBlock.NewWriteId(),
            Generation = subject is null ? 0 : 1,
            RotatedAt = subject is null ? null : now,
            CreatedAt = now,
            LastSeenAt = now,
            SignedInAt = subject is null ? null : now,
            ExpiresAt = engine.Lifetime.ExpiryFrom(now, absoluteEnd),
            AbsoluteExpiresAt = absoluteEnd,
            Subject = subject,
            SubjectStamp = stamp,
            Client = subject is null || !engine.Options.RecordClient ? null : work.State.Client?.Describe(),
            Fingerprint = engine.Binding.Fingerprint(id, work.State.Client),
            Indexes = engine.Indexes.IsEmpty ? [] : engine.Indexes.Of(data),
            Payload = engine.Codec.Write(payload, id, subject, subject is null ? 0 : 1),
        };
    }
}
