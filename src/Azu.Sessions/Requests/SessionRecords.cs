namespace Azu.Sessions;

/// <summary>Makes the records that are stored, each from the one before. Asks no store.</summary>
internal sealed class SessionRecords<TData>(
    AzuSessionsOptions options, SessionLifetime lifetime, SessionCodec codec, TicketProtector tickets, SessionSerializer<TData> json,
    SessionIndexes<TData> indexes, ClientBinding binding, TimeProvider time)
    where TData : notnull
{
    /// <summary>Whether a session that this client begins will admit it again.</summary>
    public bool CanBind(ClientTraits? client) => binding.CanBind(client);

    /// <summary>The content of a record.</summary>
    /// <exception cref="SessionCorruptedException">It cannot be read.</exception>
    /// <exception cref="SessionStoreException">This node cannot read it.</exception>
    public SessionPayload Read(SessionRecord record) => codec.Read(record);

    /// <summary>The first record of a session.</summary>
    /// <param name="state">The request.</param>
    /// <param name="secret">The secret of its token.</param>
    /// <param name="payload">The content.</param>
    /// <param name="signIn">The sign-in that begins it; null for an anonymous session.</param>
    /// <param name="stamp">What the list of revocations says of the subject; null where there is none.</param>
    public SessionRecord First(SessionState state, SessionSecret secret, SessionPayload payload, SignInDetails? signIn, ulong? stamp)
    {
        var now = time.GetUtcNow();
        var (subject, times) = (signIn?.Subject, signIn?.Times ?? SessionTimes.Default);
        var absoluteEnd = lifetime.AbsoluteEnd(now, times);
        var generation = subject is null ? 0 : 1;
        if (signIn is { } begun) payload = payload with { Ticket = tickets.Seal(begun.Ticket, state.Id, begun.Subject, generation) };
        return new()
        {
            Id = state.Id,
            SecretHash = secret.Hash(),
            Version = 1,
            WriteId = RandomBlock.NewWriteId(),
            Generation = generation,
            RotatedAt = subject is null ? null : now,
            CreatedAt = now,
            LastSeenAt = now,
            SignedInAt = subject is null ? null : now,
            ExpiresAt = lifetime.ExpiryFrom(now, absoluteEnd, times.IdleTimeout),
            AbsoluteExpiresAt = absoluteEnd,
            IdleTimeout = times.IdleTimeout,
            IsPersistent = times.IsPersistent,
            Subject = subject,
            SubjectStamp = stamp,
            Client = subject is null ? null : Described(state),
            Fingerprint = binding.Fingerprint(state.Id, state.Client),
            Indexes = IndexesOf(payload, []),
            Payload = codec.Write(payload, state.Id, subject, generation),
        };
    }

    /// <summary>The record with other content.</summary>
    /// <param name="state">The request.</param>
    /// <param name="newest">The record that this one replaces.</param>
    /// <param name="payload">The content.</param>
    /// <param name="secret">The new secret of a rotation; null: the old one stays.</param>
    public SessionRecord Changed(SessionState state, SessionRecord newest, SessionPayload payload, SessionSecret? secret)
    {
        var now = time.GetUtcNow();
        var (lastSeenAt, expiresAt) = state.Policy.IsPassive ? (newest.LastSeenAt, newest.ExpiresAt) : lifetime.TimesAfterUse(newest, now);
        var next = newest with
        {
            LastSeenAt = lastSeenAt,
            ExpiresAt = expiresAt,
            Version = newest.Version + 1,
            WriteId = RandomBlock.NewWriteId(),
            Payload = codec.Write(payload, newest.Id, newest.Subject, newest.Generation),
            Fingerprint = FingerprintAfter(newest, state.Client),
            Indexes = IndexesOf(payload, newest.Indexes),
        };
        return secret is { } issued
            ? next with { SecretHash = issued.Hash(), PreviousSecretHash = newest.SecretHash, RotatedAt = now }
            : next;
    }

    /// <summary>What a record keeps of a ticket that replaces the one of its sign-in.</summary>
    public byte[] Sealed(SessionRecord record, ReadOnlyMemory<byte> ticket) => tickets.Seal(ticket, record.Id, record.Subject!, record.Generation);

    /// <summary>The record in the next generation.</summary>
    /// <param name="state">The request.</param>
    /// <param name="newest">The record that this one replaces.</param>
    /// <param name="signIn">The sign-in.</param>
    /// <param name="stamp">What the list of revocations says of the subject; null where there is none.</param>
    /// <param name="secret">The new secret.</param>
    public SessionRecord SignedIn(SessionState state, SessionRecord newest, SignInDetails signIn, ulong? stamp, SessionSecret secret)
    {
        var now = time.GetUtcNow();
        var (subject, times) = (signIn.Subject, signIn.Times);
        var absoluteEnd = lifetime.AbsoluteEnd(now, times);
        var generation = newest.Generation + 1;
        return newest with
        {
            SecretHash = secret.Hash(),
            PreviousSecretHash = null,
            RotatedAt = now,
            Version = newest.Version + 1,
            Generation = generation,
            WriteId = RandomBlock.NewWriteId(),
            Subject = subject,
            Payload = codec.Rebind(newest, subject, generation, tickets.Seal(signIn.Ticket, newest.Id, subject, generation)),
            SignedInAt = now,
            LastSeenAt = now,
            AbsoluteExpiresAt = absoluteEnd,
            IdleTimeout = times.IdleTimeout,
            IsPersistent = times.IsPersistent,
            SubjectStamp = stamp,
            ExpiresAt = lifetime.ExpiryFrom(now, absoluteEnd, times.IdleTimeout),
            Client = Described(state),
            Fingerprint = binding.Fingerprint(newest.Id, state.Client),
        };
    }

    private SessionClient? Described(SessionState state) => options.RecordClient ? state.Client?.Describe() : null;

    /// <summary>A client that was admitted by a fingerprint under an older key gets one under the active key; any other stays as it is.</summary>
    private ReadOnlyMemory<byte> FingerprintAfter(SessionRecord newest, ClientTraits? client) =>
        binding.IsEnabled && binding.Compare(newest, client) == BindingMatch.MatchesOutdated ? binding.Fingerprint(newest.Id, client) : newest.Fingerprint;

    private IReadOnlyList<SessionIndexEntry> IndexesOf(SessionPayload payload, IReadOnlyList<SessionIndexEntry> undeclared) =>
        indexes.IsEmpty ? undeclared : indexes.Of(json.Deserialize(payload.Data, out _));
}
