namespace Azu.Sessions.Conformance;

/// <summary>What one node changes, every node is told, and an echo comes behind it: what a near cache relies on.</summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class AnnouncementConformance<TStore> : AnnouncementFacts<TStore>
    where TStore : SharedStoreUnderTest, new()
{
    /// <summary>Before an echo that was sent after the update was confirmed.</summary>
    [Fact]
    public async Task An_update_is_announced_to_every_node()
    {
        var created = await CreatedAsync(NewSession());
        await UpdatedAsync(created, created.Next());
        Assert.Contains($"updated {created.Id} 2", await There.EchoAsync(Token));
        Assert.Contains($"updated {created.Id} 2", await Here.EchoAsync(Token));
    }

    /// <summary>Before an echo that was sent after the removal was confirmed.</summary>
    [Fact]
    public async Task A_removal_is_announced_to_every_node()
    {
        var created = await CreatedAsync(NewSession());
        await Store.RemoveAsync(created.Id, Token);
        Assert.Contains($"removed {created.Id}", await There.EchoAsync(Token));
        Assert.Contains($"removed {created.Id}", await Here.EchoAsync(Token));
    }

    /// <summary>No node has a copy of what is new, and a copy with older times only ends sooner.</summary>
    [Fact]
    public async Task A_creation_and_a_touch_are_not_announced()
    {
        var created = await CreatedAsync(NewSession());
        Assert.True(await Store.TouchAsync(created.Id, created.LastSeenAt.AddMinutes(1), created.ExpiresAt.AddMinutes(1), Token));
        await There.EchoAsync(Token);
        Assert.Empty(There.Heard);
    }

    /// <summary>However many nodes write at once, an echo comes behind all that was confirmed before it was sent.</summary>
    [Fact]
    public Task An_echo_comes_behind_everything_that_was_confirmed_before_it() => RoundsAsync(async (_, writers) =>
        await Together.RunAsync(writers, async i =>
        {
            var store = i % 2 == 0 ? Store : Rig.OtherNode;
            var record = NewSession();
            Assert.True(await store.CreateAsync(record, Token), $"CreateAsync answered false for {record}, whose id is new.");
            if (i % 3 == 0) await store.RemoveAsync(record.Id, Token);
            else await store.UpdateAsync(record.Next(), record.Version, Token);
            var (echoing, node) = i % 5 == 0 ? (There, "the other node") : (Here, "the first node");
            var change = i % 3 == 0 ? $"removed {record.Id}" : $"updated {record.Id} 2";
            Assert.True((await echoing.EchoAsync(Token)).Contains(change),
                $"The echo to {node} came before \"{change}\", which was confirmed before the echo was sent.");
            return record.Id;
        }));

    /// <summary>Echoes of every node to every node would grow with the square of their number.</summary>
    [Fact]
    public async Task An_echo_goes_to_its_own_node_and_to_no_other()
    {
        for (var i = 0; i < 5; i++) await Here.EchoAsync(Token);
        await There.EchoAsync(Token);
        Assert.Equal((5, 1), (Here.Echoes, There.Echoes));
    }

    /// <summary>Messages are bytes of any value, of any length up to the longest.</summary>
    [Fact]
    public async Task Messages_arrive_as_they_were_written()
    {
        var longest = new byte[ISessionAnnouncer.MaxMessageLength];
        for (var i = 0; i < longest.Length; i++) longest[i] = (byte)(i * 2);
        foreach (var message in new byte[][] { [0], [255, 254, 0, 10, 13, 39, 92], longest })
        {
            await Here.EchoAsync(message, Token);
            Assert.Equal(message, Here.LastEcho);
        }
    }

    /// <summary>A channel of one application is none of another's.</summary>
    [Fact]
    public async Task What_a_neighbour_does_is_not_announced_here()
    {
        await using var neighbour = await AnnouncementsOfOneNode.SubscribeAsync(Announcing(Rig.Neighbour), Token);
        var record = NewSession();
        Assert.True(await Rig.Neighbour.CreateAsync(record, Token));
        await Rig.Neighbour.UpdateAsync(record.Next(), record.Version, Token);
        await Rig.Neighbour.RemoveAsync(record.Id, Token);
        await neighbour.EchoAsync(Token);
        await Here.EchoAsync(Token);
        Assert.Equal(2, neighbour.Heard.Count);
        Assert.Empty(Here.Heard);
    }

    /// <summary>No callback runs afterwards.</summary>
    [Fact]
    public async Task Who_has_left_hears_nothing_any_more()
    {
        var created = await CreatedAsync(NewSession());
        await Here.DisposeAsync();
        await Store.RemoveAsync(created.Id, Token);
        await There.EchoAsync(Token);
        Assert.NotEmpty(There.Heard);
        Assert.Empty(Here.Heard);
    }

    /// <summary>Two announcers on one store object would each miss half of what happens.</summary>
    [Fact]
    public void A_second_announcer_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Announcing(Store).AnnounceWith(There));
}
