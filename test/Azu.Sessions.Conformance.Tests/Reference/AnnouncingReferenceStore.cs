namespace Azu.Sessions.Conformance.Tests;

/// <summary>The reference store, shared, and telling every node what changes under the same lock.</summary>
public class AnnouncingReferenceStore : ReferenceStore, IAnnouncingStore
{
    private ISessionAnnouncer? _announcer;

    public ReferenceChannel Channel { get; init; } = new();

    public override SessionCapabilities Capabilities => base.Capabilities | SessionCapabilities.Shared;

    public virtual ISessionBackplane AnnounceWith(ISessionAnnouncer announcer)
    {
        if (_announcer is not null) throw new InvalidOperationException("It announces already.");
        _announcer = announcer;
        return new ReferenceBackplane(Channel, this);
    }

    public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        lock (Data.Lock)
        {
            var result = base.UpdateAsync(record, expectedVersion, cancellationToken).Result;
            if (result.Outcome == UpdateOutcome.Updated) Publish(_announcer?.Updated(record.Id, record.Version));
            return new(result);
        }
    }

    public override ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null,
        CancellationToken cancellationToken = default)
    {
        lock (Data.Lock)
        {
            var result = base.RemoveAsync(id, condition, reason, actor, cancellationToken).Result;
            if (result.IsRemoved) Publish(_announcer?.Removed(id));
            return new(result);
        }
    }

    public override ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        lock (Data.Lock)
        {
            var ids = Data.Records.Keys.ToList();
            var cleared = base.ClearAsync(progress, actor, cancellationToken).Result;
            foreach (var id in ids) Publish(_announcer?.Removed(id));
            return new(cleared);
        }
    }

    public virtual void Publish(byte[]? message)
    {
        if (message is not null) Channel.Publish(message);
    }

    /// <summary>Called under the lock of the data, as publishing is.</summary>
    public virtual void Echo(IBackplaneListener subscriber, byte[] message) => subscriber.Receive(message);
}
