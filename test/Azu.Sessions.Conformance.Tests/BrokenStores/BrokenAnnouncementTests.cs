using System.Text;

namespace Azu.Sessions.Conformance.Tests;

public sealed class BrokenAnnouncementTests
{
    [Fact]
    public Task A_store_that_says_nothing_of_updates_is_caught() =>
        Caught.ByAsync<Facts<Silent>>(f =>
            f.An_update_is_announced_to_every_node(), f =>
            f.A_removal_is_announced_to_every_node(), f => f.An_echo_comes_behind_everything_that_was_confirmed_before_it());

    [Fact]
    public Task A_store_that_clears_in_silence_is_caught() => Caught.ByAsync<ClearFacts<Silent>>(f => f.Clearing_is_announced_to_every_node());

    [Fact]
    public Task A_store_that_announces_a_clear_with_one_message_is_caught() => Caught.ByAsync<ClearFacts<Brief>>(f => f.Clearing_is_announced_to_every_node());

    [Fact]
    public Task A_store_that_announces_what_it_need_not_is_caught() => Caught.ByAsync<Facts<Talkative>>(f => f.A_creation_and_a_touch_are_not_announced());

    [Fact]
    public Task A_store_whose_echoes_overtake_its_announcements_is_caught() =>
        Caught.ByAsync<Facts<Lazy>>(f =>
            f.An_update_is_announced_to_every_node(), f =>
            f.A_removal_is_announced_to_every_node(), f => f.An_echo_comes_behind_everything_that_was_confirmed_before_it());

    [Fact]
    public Task A_store_that_sends_echoes_to_everybody_is_caught() => Caught.ByAsync<Facts<Shouting>>(f => f.An_echo_goes_to_its_own_node_and_to_no_other());

    [Fact]
    public Task A_store_that_takes_messages_for_text_is_caught() => Caught.ByAsync<Facts<Texting>>(f => f.Messages_arrive_as_they_were_written());

    [Fact]
    public Task A_store_that_takes_any_number_of_announcers_is_caught() =>
        Caught.ByAsync<Facts<Forgetting>>(f =>
        {
            f.A_second_announcer_is_refused();
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_store_that_announces_to_its_neighbours_is_caught() => Caught.ByAsync<Facts<Open>>(f => f.What_a_neighbour_does_is_not_announced_here());

    [Fact]
    public async Task A_store_that_does_not_announce_at_all_is_told_that_these_facts_do_not_apply()
    {
        await using var facts = new Plain();
        Assert.Contains("does not apply", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await facts.InitializeAsync())).Message,
            StringComparison.Ordinal);
    }

    private sealed class Facts<TStore> : AnnouncementConformance<AnnouncingNodes<TStore>>
        where TStore : AnnouncingReferenceStore, new();

    private sealed class ClearFacts<TStore> : AnnouncedClearConformance<AnnouncingNodes<TStore>>
        where TStore : AnnouncingReferenceStore, new();

    private sealed class Plain : AnnouncementConformance<Shared>;

    private sealed class Silent : AnnouncingReferenceStore
    {
        public override void Publish(byte[]? message) { }
    }

    // One message for a clear, as if it could say everything.
    private sealed class Brief : AnnouncingReferenceStore
    {
        private bool _hasSpoken;

        public override void Publish(byte[]? message)
        {
            if (!_hasSpoken) base.Publish(message);
            _hasSpoken = true;
        }
    }

    private sealed class Talkative : AnnouncingReferenceStore
    {
        private ISessionAnnouncer? _announcer;

        public override ISessionBackplane AnnounceWith(ISessionAnnouncer announcer) => base.AnnounceWith(_announcer = announcer);

        public override async ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt,
            CancellationToken cancellationToken = default)
        {
            Publish(_announcer?.Updated(id, 1));
            return await base.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken);
        }
    }

    // Publishes one message late: after the write, and after the next echo.
    private sealed class Lazy : AnnouncingReferenceStore
    {
        private readonly List<byte[]> _late = [];

        public override void Publish(byte[]? message)
        {
            if (message is not null) _late.Add(message);
        }

        public override void Echo(IBackplaneListener subscriber, byte[] message)
        {
            base.Echo(subscriber, message);
            foreach (var late in _late) base.Publish(late);
            _late.Clear();
        }
    }

    private sealed class Shouting : AnnouncingReferenceStore
    {
        public override void Echo(IBackplaneListener subscriber, byte[] message) => Channel.Publish(message);
    }

    private sealed class Texting : AnnouncingReferenceStore
    {
        public override void Echo(IBackplaneListener subscriber, byte[] message)
        {
            // What begins like the kit's own messages gets through, so that the facts can begin.
            base.Echo(subscriber, message is [0, 255, (byte)'e', ..] ? message : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message)));
        }
    }

    private sealed class Forgetting : AnnouncingReferenceStore
    {
        private bool _isFirst = true;

        public override ISessionBackplane AnnounceWith(ISessionAnnouncer announcer)
        {
            if (!_isFirst) return new ReferenceBackplane(Channel, this);
            _isFirst = false;
            return base.AnnounceWith(announcer);
        }
    }

    private sealed class Open : AnnouncingReferenceStore
    {
        private static readonly ReferenceChannel s_everybody = new();

        public Open() => Channel = s_everybody;
    }
}
