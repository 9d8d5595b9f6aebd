namespace Azu.Sessions;

/// <summary>
/// What a store keeps of a session. Immutable: a change is a new record with the next <see cref="Version"/>, and the store
/// takes it only in place of the version it was made from. To a store the <see cref="Payload"/> is opaque.
/// </summary>
public sealed record SessionRecord
{
    /// <summary>
    /// How long past <see cref="ExpiresAt"/> a store still returns a record: 10 s. The engine admits for 5 s (clocks of two
    /// nodes differ), and what it refuses in the remaining seconds it can still name in an event.
    /// </summary>
    public static readonly TimeSpan StoreGrace = TimeSpan.FromSeconds(10);

    private const long None = -1;

    // A record is made for every request that reads a session, so it is kept small: times as ticks of UTC, and apart what few records have.
    private readonly long _createdAt, _lastSeenAt, _expiresAt;
    private readonly long _rotatedAt = None, _authenticatedAt = None, _absoluteExpiresAt = None, _idleTimeout = None;
    private readonly PreviousSecret? _previous;
    private readonly Stamp? _stamp;

    /// <summary>The public id; the store's key.</summary>
    public required SessionId Id { get; init; }

    /// <summary>The digest of the secret that the current cookie carries.</summary>
    public required SecretHash SecretHash { get; init; }

    /// <summary>The digest of the secret before the last rotation, which is admitted read-only for a short grace.</summary>
    public SecretHash? PreviousSecretHash { get => _previous?.Hash; init => _previous = value is { } hash ? new(hash) : null; }

    /// <summary>When the secret last changed; null before the first rotation or sign-in.</summary>
    public DateTimeOffset? RotatedAt { get => TimeOrNull(_rotatedAt); init => _rotatedAt = TicksOrNone(value); }

    /// <summary>Counts writes: 1 when created, one more with each update. A touch does not raise it.</summary>
    public required long Version { get; init; }

    /// <summary>Counts sign-ins. A change made in one generation is never merged into another.</summary>
    public int Generation { get; init; }

    /// <summary>Names the write that made this version, so that a repeated write recognises itself.</summary>
    public required ulong WriteId { get; init; }

    /// <summary>When the session was created.</summary>
    public required DateTimeOffset CreatedAt { get => Time(_createdAt); init => _createdAt = value.UtcTicks; }

    /// <summary>When the subject last signed in; null for an anonymous session.</summary>
    public DateTimeOffset? SignedInAt { get => TimeOrNull(_authenticatedAt); init => _authenticatedAt = TicksOrNone(value); }

    /// <summary>When the session was last used, exact to the touch interval.</summary>
    public required DateTimeOffset LastSeenAt { get => Time(_lastSeenAt); init => _lastSeenAt = value.UtcTicks; }

    /// <summary>When the session ends unless it is used before; never later than <see cref="AbsoluteExpiresAt"/> in what a store returns.</summary>
    public required DateTimeOffset ExpiresAt { get => Time(_expiresAt); init => _expiresAt = value.UtcTicks; }

    /// <summary>When the session ends however much it is used; null where the application set no absolute timeout.</summary>
    public DateTimeOffset? AbsoluteExpiresAt { get => TimeOrNull(_absoluteExpiresAt); init => _absoluteExpiresAt = TicksOrNone(value); }

    /// <summary>The idle timeout of this session alone, where its sign-in gave one; null: the application's.</summary>
    public TimeSpan? IdleTimeout { get => _idleTimeout == None ? null : new TimeSpan(_idleTimeout); init => _idleTimeout = value?.Ticks ?? None; }

    /// <summary>Whether the cookie of this session alone outlives the browser, where its sign-in said so; null: as the application's.</summary>
    public bool? IsPersistent { get; init; }

    /// <summary>The account that the session belongs to, once signed in.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// Where the cookie is the session: the subject's stamp in the list of revocations at sign-in. Another stamp there, or none, means that the session was
    /// revoked. Null: not signed in, or the application kept no such list.
    /// </summary>
    public ulong? SubjectStamp { get => _stamp?.Value; init => _stamp = value is { } stamp ? new(stamp) : null; }

    /// <summary>The values under which the session can be found, as declared with <c>IndexBy</c>.</summary>
    public IReadOnlyList<SessionIndexEntry> Indexes { get; init; } = [];

    /// <summary>What a device list shows; null unless the application records it.</summary>
    public SessionClient? Client { get; init; }

    /// <summary>The client binding: a keyed hash with the id of its key; empty unless the application binds.</summary>
    public ReadOnlyMemory<byte> Fingerprint { get; init; }

    /// <summary>The session's data as the engine wrote it.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>
    /// Whether a store still returns this record at <paramref name="now"/>. From then on the session is dead for every node,
    /// whether or not its record is physically gone.
    /// </summary>
    public bool IsRetained(DateTimeOffset now) => now - ExpiresAt < StoreGrace;

    /// <summary>
    /// This record with the times of use that count: of its own and <paramref name="stored"/>'s the pair that expires later, on a tie the pair seen
    /// later. One pair is taken whole, so that the stored pair was true at one moment. A touch that overtook an update is kept that way. Both are cut
    /// at <see cref="AbsoluteExpiresAt"/> before they are compared. A sign-in gives the session its times: over those of another generation, those of this
    /// record count.
    /// </summary>
    public SessionRecord KeepingLaterTimes(SessionRecord stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var end = _absoluteExpiresAt == None ? long.MaxValue : _absoluteExpiresAt;
        var (mine, theirs) = (Math.Min(_expiresAt, end), stored.Generation == Generation ? Math.Min(stored._expiresAt, end) : long.MinValue);
        if (theirs > mine || (theirs == mine && stored._lastSeenAt > _lastSeenAt)) return this with
        {
            LastSeenAt = stored.LastSeenAt,
            ExpiresAt = Time(theirs)
        };
        return mine == _expiresAt ? this : this with { ExpiresAt = Time(mine) };
    }

    /// <summary>This record, ended by <see cref="AbsoluteExpiresAt"/> at the latest: as a store returns it.</summary>
    public SessionRecord CutAtItsEnd() => KeepingLaterTimes(this);

    /// <summary>Names the session and nothing of its content.</summary>
    public override string ToString() => $"session {Id} (version {Version})";

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? TimeOrNull(long ticks) => ticks == None ? null : Time(ticks);

    private static long TicksOrNone(DateTimeOffset? time) => time?.UtcTicks ?? None;

    private sealed record PreviousSecret(SecretHash Hash);

    private sealed record Stamp(ulong Value);
}
