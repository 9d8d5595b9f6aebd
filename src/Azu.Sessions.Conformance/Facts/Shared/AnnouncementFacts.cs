namespace Azu.Sessions.Conformance;

/// <summary>What the classes about <see cref="IAnnouncingStore"/> share: two nodes that listen.</summary>
/// <typeparam name="TStore">How to get at a store that is an <see cref="IAnnouncingStore"/>, as its other node and its neighbour are.</typeparam>
public abstract class AnnouncementFacts<TStore> : StoreFacts<TStore>
    where TStore : SharedStoreUnderTest, new()
{
    private AnnouncementsOfOneNode? _here;
    private AnnouncementsOfOneNode? _there;

    /// <summary>What this node hears.</summary>
    private protected AnnouncementsOfOneNode Here => _here!;

    /// <summary>What the other node hears.</summary>
    private protected AnnouncementsOfOneNode There => _there!;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _here = await AnnouncementsOfOneNode.SubscribeAsync(Announcing(Store), Token);
        _there = await AnnouncementsOfOneNode.SubscribeAsync(Announcing(Rig.OtherNode), Token);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_here is not null) await _here.DisposeAsync();
        if (_there is not null) await _there.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>The store as one that announces.</summary>
    protected IAnnouncingStore Announcing(ISessionStore store) =>
        store as IAnnouncingStore
            ?? throw new InvalidOperationException($"{store.GetType().Name} is no {nameof(IAnnouncingStore)}, so {GetType().Name} does not apply to it: " +
            "remove that class.");
}
