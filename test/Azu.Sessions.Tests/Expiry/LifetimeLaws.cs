using FsCheck;
using FsCheck.Fluent;

namespace Azu.Sessions.Tests;

/// <summary>Arithmetic of the two timeouts, for any times.</summary>
public sealed class LifetimeLaws
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<TimeSpan> s_time = Gen.Choose(0, 200_000).Select(s => TimeSpan.FromSeconds(s));

    private static readonly Gen<Case> s_case =
        from idle in Gen.Choose(1, 100_000)
        from extra in Gen.Choose(0, 100_000)
        from hasEnd in Gen.Elements(true, false)
        from sliding in Gen.Elements(true, false)
        from touch in Gen.Choose(0, idle - 1)
        from uses in s_time.ArrayOf()
        select new Case(
            new SessionLifetime(TimeSpan.FromSeconds(idle), hasEnd ? TimeSpan.FromSeconds(idle + extra) : null, sliding, TimeSpan.FromSeconds(touch)),
            [.. uses.Select(u => s_start + u)]);

    [Fact]
    [Trait("Requirement", "R-31")]
    public void Use_never_extends_past_the_absolute_end() => ForAny((lifetime, record, uses) =>
    {
        foreach (var use in uses)
        {
            var end = record.AbsoluteExpiresAt;
            record = lifetime.Extend(record, use);
            Assert.Equal(end, record.AbsoluteExpiresAt);
            Assert.False(record.ExpiresAt > end);
        }
    });

    [Theory]
    [InlineData(10, 30)] // shorter than the application's: touched more often
    [InlineData(600, 180)] // longer: touched as often as any other
    public void A_session_with_an_idle_time_of_its_own_is_extended_by_it(int ownMinutes, int touchSeconds)
    {
        var lifetime = new SessionLifetime(TimeSpan.FromHours(1), TimeSpan.FromHours(24), true, TimeSpan.FromMinutes(3));
        var record = new SessionRecord
        {
            Id = SessionId.New(),
            SecretHash = default,
            Version = 1,
            WriteId = 1,
            CreatedAt = s_start,
            LastSeenAt = s_start,
            ExpiresAt = s_start + TimeSpan.FromMinutes(ownMinutes),
            AbsoluteExpiresAt = s_start + TimeSpan.FromHours(24),
            IdleTimeout = TimeSpan.FromMinutes(ownMinutes),
        };

        Assert.False(lifetime.IsTouchDue(record, s_start + TimeSpan.FromSeconds(touchSeconds - 1)));
        Assert.True(lifetime.IsTouchDue(record, s_start + TimeSpan.FromSeconds(touchSeconds)));
        Assert.Equal(s_start + TimeSpan.FromMinutes(5 + ownMinutes), lifetime.Extend(record, s_start + TimeSpan.FromMinutes(5)).ExpiresAt);
        Assert.Equal(record.AbsoluteExpiresAt, lifetime.Extend(record, s_start + TimeSpan.FromHours(23.99)).ExpiresAt);
    }

    [Fact]
    [Trait("Requirement", "R-34")]
    public void Use_never_shortens_whatever_the_clock_does() => ForAny((lifetime, record, uses) =>
    {
        foreach (var use in uses)
        {
            var used = lifetime.Extend(record, use);
            Assert.True(used.ExpiresAt >= record.ExpiresAt);
            Assert.True(used.LastSeenAt >= record.LastSeenAt);
            record = used;
        }
    });

    [Fact]
    [Trait("Requirement", "R-30")]
    public void A_used_session_lives_for_the_idle_time_or_to_its_absolute_end() => ForAny((lifetime, record, uses) =>
    {
        if (!lifetime.IsSliding) return;
        foreach (var use in uses.Order()) record = lifetime.Extend(record, use);
        var last = uses.Append(s_start).Max();
        var idleEnd = last + lifetime.IdleTimeout;
        var end = record.AbsoluteExpiresAt is { } absolute && absolute < idleEnd ? absolute : idleEnd;
        Assert.Equal(end, record.ExpiresAt);
        Assert.True(SessionLifetime.IsAlive(record, end));
        Assert.True(SessionLifetime.IsAlive(record, end + SessionLifetime.ClockSkew - TimeSpan.FromTicks(1)));
        Assert.False(SessionLifetime.IsAlive(record, end + SessionLifetime.ClockSkew));
    });

    [Fact]
    public void Without_sliding_nothing_extends() => ForAny((lifetime, record, uses) =>
    {
        if (lifetime.IsSliding) return;
        foreach (var use in uses)
        {
            Assert.Same(record, lifetime.Extend(record, use));
            Assert.False(lifetime.IsTouchDue(record, use));
        }
    });

    [Fact]
    [Trait("Requirement", "R-35")]
    public void A_touch_is_due_once_in_the_touch_interval() => ForAny((lifetime, record, uses) =>
    {
        if (!lifetime.IsSliding) return;
        foreach (var use in uses.Order())
        {
            Assert.Equal(use - record.LastSeenAt >= lifetime.TouchInterval, lifetime.IsTouchDue(record, use));
            if (lifetime.IsTouchDue(record, use)) record = lifetime.Extend(record, use);
        }
    });

    [Fact]
    public void The_reason_of_an_end_is_the_timeout_that_came_first() => ForAny((lifetime, record, uses) =>
    {
        foreach (var use in uses) record = lifetime.Extend(record, use);
        Assert.Equal(
            record.AbsoluteExpiresAt == record.ExpiresAt ? SessionEndReason.AbsoluteTimeout : SessionEndReason.IdleTimeout,
            SessionLifetime.WhyEnded(record));
    });

    [Fact]
    public void The_touch_interval_is_a_twentieth_of_the_idle_time_unless_it_is_set()
    {
        Assert.Equal(TimeSpan.FromMinutes(3), SessionLifetime.From(new()).TouchInterval);
        Assert.Equal(TimeSpan.FromSeconds(1), SessionLifetime.From(new() { TouchInterval = TimeSpan.FromSeconds(1) }).TouchInterval);
    }

    private static void ForAny(Action<SessionLifetime, SessionRecord, DateTimeOffset[]> law) => Prop.ForAll(s_case.ToArbitrary(), c =>
    {
        var end = c.Lifetime.AbsoluteEnd(s_start);
        law(c.Lifetime, new()
        {
            Id = SessionId.New(),
            SecretHash = SecretHash.Of([1]),
            Version = 1,
            WriteId = 1,
            CreatedAt = s_start,
            LastSeenAt = s_start,
            ExpiresAt = c.Lifetime.ExpiryFrom(s_start, end),
            AbsoluteExpiresAt = end,
        }, c.Uses);
    }).QuickCheckThrowOnFailure();

    private sealed record Case(SessionLifetime Lifetime, DateTimeOffset[] Uses);
}
