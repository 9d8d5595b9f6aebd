namespace Azu.Sessions.Tests;

/// <summary>When a node may use its copies.</summary>
public sealed class CacheLeaseTests
{
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _clock = new();
    private readonly CacheLease _lease;
    private int _drops;

    public CacheLeaseTests() => _lease = new(s_length, _clock);

    [Fact]
    public void There_is_none_before_the_first_echo_has_come_back()
    {
        var echo = _lease.Send();
        Assert.False(_lease.IsHeld);
        Assert.Equal(EchoOutcome.Accepted, Return(echo));
        Assert.True(_lease.IsHeld);
        Assert.Equal(1, _drops);
    }

    [Fact]
    public void It_counts_from_the_sending_of_the_echo_and_not_from_its_arrival()
    {
        var echo = _lease.Send();
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(EchoOutcome.Accepted, Return(echo));
        _clock.Advance(TimeSpan.FromSeconds(0.5) - TimeSpan.FromTicks(1));
        Assert.True(_lease.IsHeld);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(_lease.IsHeld);
    }

    [Fact]
    public void The_time_of_day_has_no_part_in_it()
    {
        Return(_lease.Send());
        _clock.SetUtcNow(_clock.GetUtcNow().AddYears(1));
        Assert.True(_lease.IsHeld);
        _clock.SetUtcNow(_clock.GetUtcNow().AddYears(-2));
        _clock.Advance(s_length);
        Assert.False(_lease.IsHeld);
    }

    [Fact]
    public void An_echo_that_took_the_whole_length_proves_nothing()
    {
        var echo = _lease.Send();
        _clock.Advance(s_length);
        Assert.Equal(EchoOutcome.Late, Return(echo));
        Assert.False(_lease.IsHeld);
        Assert.Equal(0, _drops);
    }

    [Fact]
    public void An_interruption_ends_it_at_once()
    {
        Return(_lease.Send());
        _lease.Interrupt();
        Assert.False(_lease.IsHeld);
        Assert.Equal(1, _lease.Interruptions);
    }

    [Fact]
    public void Only_an_echo_that_was_sent_after_the_last_interruption_brings_it_back()
    {
        Return(_lease.Send());
        var before = _lease.Send();
        _lease.Interrupt();
        var between = _lease.Send();
        _lease.Interrupt();
        Assert.Equal(EchoOutcome.Late, Return(before));
        Assert.Equal(EchoOutcome.Late, Return(between));
        Assert.False(_lease.IsHeld);
        Assert.Equal(EchoOutcome.Accepted, Return(_lease.Send()));
        Assert.True(_lease.IsHeld);
    }

    [Fact]
    public void All_copies_go_when_it_returns_and_none_while_it_is_kept()
    {
        Return(_lease.Send());
        for (var i = 0; i < 10; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Return(_lease.Send());
        }

        Assert.Equal(1, _drops);
        _lease.Interrupt();
        Return(_lease.Send());
        Assert.Equal(2, _drops);
        _clock.Advance(s_length);
        Return(_lease.Send());
        Assert.Equal(3, _drops);
    }

    [Fact]
    public void The_copies_are_dropped_before_it_can_be_used_again()
    {
        var wasHeld = true;
        _lease.Return(_lease.Send(), () => wasHeld = _lease.IsHeld);
        Assert.False(wasHeld);
    }

    [Fact]
    public void A_confirmed_echo_that_never_comes_is_an_interruption()
    {
        Return(_lease.Send());
        var lost = _lease.Send();
        _lease.Confirm(lost);
        var next = _lease.Send();
        Assert.Equal(EchoOutcome.Missing, Return(next));
        Assert.False(_lease.IsHeld);
        Assert.Equal(1, _lease.Interruptions);
        Assert.Equal(EchoOutcome.Stray, Return(lost));
        Assert.Equal(EchoOutcome.Accepted, Return(_lease.Send()));
    }

    [Fact]
    public void An_echo_that_may_never_have_been_sent_is_not_missed()
    {
        Return(_lease.Send());
        _lease.Send();
        Assert.Equal(EchoOutcome.Accepted, Return(_lease.Send()));
        Assert.True(_lease.IsHeld);
        Assert.Equal(0, _lease.Interruptions);
    }

    [Fact]
    public void An_echo_counts_once()
    {
        var echo = _lease.Send();
        Return(echo);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EchoOutcome.Stray, Return(echo));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_lease.IsHeld);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void An_echo_that_was_never_sent_is_ignored(long number)
    {
        var sent = _lease.Send();
        _lease.Confirm(sent);
        Assert.Equal(EchoOutcome.Stray, Return(number));
        Assert.False(_lease.IsHeld);
        Assert.Equal(EchoOutcome.Accepted, Return(sent));
    }

    [Fact]
    public void How_long_ago_everything_was_known_survives_the_lease()
    {
        Assert.False(_lease.WasProvenWithin(TimeSpan.FromDays(1)));
        var echo = _lease.Send();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Return(echo);
        _lease.Interrupt();
        _clock.Advance(TimeSpan.FromSeconds(59) - TimeSpan.FromTicks(1));
        Assert.True(_lease.WasProvenWithin(TimeSpan.FromMinutes(1)));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(_lease.WasProvenWithin(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Echoes_that_never_return_are_not_remembered_for_ever()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _lease.Confirm(_lease.Send());
            _clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        // What is too old to prove anything is too old to be missed: the lease is gone anyway, and with its return go the copies.
        Assert.Equal(EchoOutcome.Missing, Return(_lease.Send()));
        Assert.Equal(1, _lease.Interruptions);
    }

    private EchoOutcome Return(long number) => _lease.Return(number, () => _drops++);
}
