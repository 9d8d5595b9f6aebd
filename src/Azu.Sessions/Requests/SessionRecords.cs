namespace Azu.Sessions;

/// <summary>Makes the records that are stored, each from the one before. Asks no store.</summary>
internal sealed class SessionRecords<TData>(
    AzuSessionsOptions options, SessionLifetime lifetime, SessionCodec codec, SessionSerializer<TData> json, SessionIndexes<TData> indexes,
        ClientBinding binding, TimeProvider time)
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
    /// <param name="subject">The account that signs in; null for an anonymous session.</param>
    /// <param name="stamp">What the list of revocations says of the subject; null where there is none.</param>
    public SessionRecord First(SessionState state, SessionSecret secret, SessionPayload payload, string? subject, ulong? stamp)
    {
        var now = time.GetUtcNow();
        var absoluteEnd = lifetime.AbsoluteEnd(now);
        var generation = subject is null ? 0 : 1;
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
            ExpiresAt = lifetime.ExpiryFrom(now, absoluteEnd),
            AbsoluteExpiresAt = absoluteEnd,
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

    /// <summary>The record in the next generation.</summary>
    /// <param name="state">The request.</param>
    /// <param name="newest">The record that this one replaces.</param>
    /// <param name="subject">The account that signs in.</param>
    /// <param name="stamp">What the list of revocations says of the subject; null where there is none.</param>
    /// <param name="secret">The new secret.</param>
    public SessionRecord SignedIn(SessionState state, SessionRecord newest, string subject, ulong? stamp, SessionSecret secret)
    {
        var now = time.GetUtcNow();
        var absoluteEnd = lifetime.AbsoluteEnd(now);
        return newest with
        {
            SecretHash = secret.Hash(),
            PreviousSecretHash = null,
            RotatedAt = now,
            Version = newest.Version + 1,
            Generation = newest.Generation + 1,
            WriteId = RandomBlock.NewWriteId(),
            Subject = subject,
            Payload = codec.Rebind(newest, subject, newest.Generation + 1),
            SignedInAt = now,
            LastSeenAt = now,
            AbsoluteExpiresAt = absoluteEnd,
            IdleTimeout = null,
            IsPersistent = null,
            SubjectStamp = stamp,
            ExpiresAt = lifetime.ExpiryFrom(now, absoluteEnd),
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
