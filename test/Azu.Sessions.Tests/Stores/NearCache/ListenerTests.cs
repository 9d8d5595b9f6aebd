using System.Security.Cryptography;

namespace Azu.Sessions.Tests;

/// <summary>What arrives on the backplane, from whomever, does no more harm than a read of the store.</summary>
[Trait("Requirement", "R-85")]
public sealed class ListenerTests
{
    private readonly CacheRig _rig = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_announced_update_takes_an_older_copy_away_and_no_other()
    {
        var (first, second) = (await _rig.CopiedAsync(), await _rig.CopiedAsync());
        await _rig.UpdateElsewhereAsync(first);
        Assert.Null(_rig.Recall(first.Id));
        Assert.NotNull(_rig.Recall(second.Id));
    }

    [Fact]
    public async Task An_announced_removal_takes_the_copy_away()
    {
        var record = await _rig.CopiedAsync();
        await _rig.RemoveElsewhereAsync(record.Id);
        Assert.Null(_rig.Recall(record.Id));
    }

    [Fact]
    [Trait("Fault", "F-13")]
    public async Task Old_and_repeated_announcements_change_nothing()
    {
        var record = await _rig.CopiedAsync();
        var old = _rig.Others.Updated(record.Id, record.Version);
        var next = record.Next();
        await _rig.Cache.UpdateAsync(next, record.Version, Token);
        var newest = _rig.Others.Updated(record.Id, next.Version);
        for (var i = 0; i < 100; i++)
        {
            _rig.Listener.Receive(newest);
            _rig.Listener.Receive(old);
        }

        SameRecord.Assert(next, _rig.Recall(record.Id));
        Assert.Equal(0, _rig.Metrics.MessagesRefused);
    }

    [Fact]
    public async Task Announcements_in_any_order_end_in_the_newest()
    {
        var record = await _rig.StoredAsync();
        var next = await _rig.UpdateElsewhereAsync(record, isAnnounced: false);
        var third = await _rig.UpdateElsewhereAsync(next, isAnnounced: false);
        _rig.Store.Holds = true;
        var loading = _rig.Cache.FindAsync(record.Id, Token);
        _rig.Listener.Receive(_rig.Others.Updated(record.Id, third.Version));
        _rig.Listener.Receive(_rig.Others.Updated(record.Id, next.Version));
        _rig.Store.Answer();
        await loading;
        SameRecord.Assert(third, _rig.Recall(record.Id));
    }

    [Fact]
    [Trait("Fault", "F-13")]
    public async Task Garbage_is_counted_and_does_nothing()
    {
        var record = await _rig.CopiedAsync();
        foreach (var length in new[] { 0, 1, 37, 38, 53, 54, 61, 62, 63, 8000, 1024 * 1024 }) _rig.Listener.Receive(RandomNumberGenerator.GetBytes(length));
        Assert.Equal(11, _rig.Metrics.MessagesRefused);
        Assert.NotNull(_rig.Recall(record.Id));
        Assert.True(_rig.Lease.IsHeld);
    }

    [Fact]
    [Trait("Fault", "F-13")]
    public async Task A_forged_announcement_costs_the_copy_that_it_names_and_nothing_else()
    {
        foreach (var isRemoval in new[] { false, true })
        {
            var (named, other) = (await _rig.CopiedAsync(), await _rig.CopiedAsync());
            var message = isRemoval ? _rig.Others.Removed(named.Id) : _rig.Others.Updated(named.Id, 99);
            message[^1] ^= 1;
            _rig.Listener.Receive(message);
            Assert.Null(_rig.Recall(named.Id));
            Assert.NotNull(_rig.Recall(other.Id));
            Assert.True(_rig.Lease.IsHeld);
            // A forged version keeps no load away: the session is read once, and is a copy again.
            await _rig.Cache.FindAsync(named.Id, Token);
            Assert.NotNull(_rig.Recall(named.Id));
        }

        Assert.Equal(2, _rig.Metrics.MessagesRefused);
    }

    [Theory]
    [InlineData("other", "_session")]
    [InlineData("app", "__Host-_session")]
    [InlineData("azu", "_")]
    public async Task A_removal_that_a_tool_announces_under_wrong_names_is_heard(string application, string cookie)
    {
        var (named, other) = (await _rig.CopiedAsync(), await _rig.CopiedAsync());
        _rig.Listener.Receive(_rig.Speaker(application, cookie).Removed(named.Id));
        Assert.Null(_rig.Recall(named.Id));
        Assert.NotNull(_rig.Recall(other.Id));
    }

    [Fact]
    public async Task A_removal_that_a_newer_tool_announces_in_a_format_of_its_own_is_heard()
    {
        var (named, other) = (await _rig.CopiedAsync(), await _rig.CopiedAsync());
        byte[] message = [.. _rig.Others.Removed(named.Id), 7, 7, 7];
        message[0] = 2;
        _rig.Listener.Receive(message);
        Assert.Null(_rig.Recall(named.Id));
        Assert.NotNull(_rig.Recall(other.Id));
        Assert.Equal(1, _rig.Metrics.MessagesRefused);
    }

    [Fact]
    public void A_forged_echo_brings_no_lease()
    {
        _rig.Listener.Interrupted();
        var echo = _rig.Messages.Echo(_rig.Lease.Send());
        echo[^1] ^= 1;
        _rig.Listener.Receive(echo);
        Assert.False(_rig.Lease.IsHeld);
    }

    [Fact]
    public void Another_nodes_echo_brings_no_lease()
    {
        _rig.Listener.Interrupted();
        _rig.Listener.Receive(_rig.Others.Echo(_rig.Lease.Send()));
        Assert.False(_rig.Lease.IsHeld);
        Assert.Equal(0, _rig.Metrics.MessagesRefused);
    }

    [Fact]
    public async Task What_is_said_under_an_unknown_secret_costs_one_copy_at_most()
    {
        var (first, second) = (await _rig.CopiedAsync(), await _rig.CopiedAsync());
        var stranger = new ClusterMessages(new(new([.. Enumerable.Range(9, 32).Select(i => (byte)i)])), "app", "_session", _rig.Clock);
        _rig.Listener.Receive(stranger.Removed(first.Id));
        Assert.Null(_rig.Recall(first.Id));
        Assert.NotNull(_rig.Recall(second.Id));
        Assert.Equal(1, _rig.Metrics.MessagesRefused);
    }

    [Fact]
    public void The_lag_is_measured_by_ones_own_clock()
    {
        var mine = _rig.Messages.Removed(SessionId.New());
        var theirs = _rig.Others.Removed(SessionId.New());
        _rig.Clock.Advance(TimeSpan.FromMilliseconds(30));
        _rig.Listener.Receive(mine);
        Assert.Equal(TimeSpan.FromMilliseconds(30), _rig.Metrics.LongestLag);
        _rig.Clock.Advance(TimeSpan.FromMilliseconds(30));
        _rig.Listener.Receive(theirs);
        Assert.Equal(TimeSpan.FromMilliseconds(30), _rig.Metrics.LongestLag);
    }
}
