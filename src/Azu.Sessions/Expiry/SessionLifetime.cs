namespace Azu.Sessions;

/// <summary>When a session ends, and when its use is worth a write. Pure functions of times: no clock, no store.</summary>
/// <param name="IdleTimeout">Ends the session when it is not used for this long.</param>
/// <param name="AbsoluteTimeout">Ends the session however much it is used; null: never.</param>
/// <param name="IsSliding">Whether use extends the idle time.</param>
/// <param name="TouchInterval">At most one touch in this time.</param>
internal sealed record SessionLifetime(TimeSpan IdleTimeout, TimeSpan? AbsoluteTimeout, bool IsSliding, TimeSpan TouchInterval)
{
    /// <summary>How far past its expiry a session is still admitted, because the clocks of two nodes differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    private const int TouchesPerIdleTimeout = 20;

    public static SessionLifetime From(AzuSessionsOptions options) =>
        new(options.IdleTimeout, options.AbsoluteTimeout, options.SlidingExpiration, options.TouchInterval ?? options.IdleTimeout / TouchesPerIdleTimeout);

    /// <summary>The absolute end of a session that is created now.</summary>
    public DateTimeOffset? AbsoluteEnd(DateTimeOffset now) => now + AbsoluteTimeout;

    /// <summary>The absolute end of a session that is signed in now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="times">What the sign-in says.</param>
    public DateTimeOffset? AbsoluteEnd(DateTimeOffset now, SessionTimes times) => now + (times.AbsoluteTimeout ?? AbsoluteTimeout);

    /// <summary>The expiry of a session that is used now: the idle time from now, but never past the absolute end.</summary>
    public DateTimeOffset ExpiryFrom(DateTimeOffset now, DateTimeOffset? absoluteEnd, TimeSpan? ownIdleTimeout = null)
    {
        var idleEnd = now + (ownIdleTimeout ?? IdleTimeout);
        return absoluteEnd < idleEnd ? absoluteEnd.Value : idleEnd;
    }

    /// <summary>The record as it stands after being used now. Never moves the absolute end, never shortens anything.</summary>
    public SessionRecord Extend(SessionRecord record, DateTimeOffset now)
    {
        var (lastSeenAt, expiresAt) = TimesAfterUse(record, now);
        return lastSeenAt == record.LastSeenAt ? record : record with { LastSeenAt = lastSeenAt, ExpiresAt = expiresAt };
    }

    /// <summary>What <see cref="Extend"/> makes of the two times of a record.</summary>
    public (DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt) TimesAfterUse(SessionRecord record, DateTimeOffset now) =>
        !IsSliding || now <= record.LastSeenAt
            ? (record.LastSeenAt, record.ExpiresAt)
            : (now, Later(record.ExpiresAt, ExpiryFrom(now, record.AbsoluteExpiresAt, record.IdleTimeout)));

    /// <summary>Whether use at <paramref name="now"/> should be written down.</summary>
    public bool IsTouchDue(SessionRecord record, DateTimeOffset now) => IsSliding && now - record.LastSeenAt >= TouchIntervalOf(record);

    /// <summary>At most one touch of this session in this time. A session with a shorter idle time of its own is touched more often.</summary>
    public TimeSpan TouchIntervalOf(SessionRecord record) => record.IdleTimeout / TouchesPerIdleTimeout is { } own && own < TouchInterval ? own : TouchInterval;

    /// <summary>
    /// The record as it is; ended, where more time than <paramref name="longest"/> has passed since its sign-in, or since it was created. A cookie that
    /// holds its session keeps the times under which it was sealed, and a deploy may have lowered them since. One that is not over yet stays as it is:
    /// what is noted about it must last as long as its other copies.
    /// </summary>
    /// <param name="record">The session.</param>
    /// <param name="longest">How long a session may last today; null: for ever.</param>
    /// <param name="now">The time.</param>
    public static SessionRecord EndedWithin(SessionRecord record, TimeSpan? longest, DateTimeOffset now)
    {
        if ((record.SignedInAt ?? record.CreatedAt) + longest is not { } end || now - end < ClockSkew || record.AbsoluteExpiresAt <= end) return record;
        return record with { AbsoluteExpiresAt = end, ExpiresAt = record.ExpiresAt < end ? record.ExpiresAt : end };
    }

    /// <summary>Whether the session may still be used at <paramref name="now"/>.</summary>
    public static bool IsAlive(SessionRecord record, DateTimeOffset now) => now - record.ExpiresAt < ClockSkew;

    /// <summary>Which of the two timeouts ended the session.</summary>
    public static SessionEndReason WhyEnded(SessionRecord record) =>
        record.AbsoluteExpiresAt is { } end && record.ExpiresAt >= end ? SessionEndReason.AbsoluteTimeout : SessionEndReason.IdleTimeout;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
