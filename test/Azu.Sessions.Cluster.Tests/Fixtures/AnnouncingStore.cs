using Azu.Sessions.Testing.Tests;

namespace Azu.Sessions.Cluster.Tests;

/// <summary>One node's access to the server: the reference store, and each change of it is published under the same lock.</summary>
internal sealed class AnnouncingStore : ReferenceStore, IAnnouncingStore
{
    private readonly SharedServer _server;
    private ISessionAnnouncer? _announcer;

    public AnnouncingStore(SharedServer server, TimeProvider clock)
    {
        (_server, Clock, Data) = (server, clock, server.Data);
        Backplane = new(server);
    }

    public TestBackplane Backplane { get; }

    public override string Name => "announcing";

    public override SessionCapabilities Capabilities => SessionCapabilities.Index | SessionCapabilities.Shared | SessionCapabilities.OrderedLists | SessionCapabilities.ReportsExpiry;

    public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer)
    {
        if (_announcer is not null) throw new InvalidOperationException("It announces already.");
        _announcer = announcer;
        return Backplane;
    }

    public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        return base.FindAsync(id, cancellationToken);
    }

    public override ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        return base.CreateAsync(record, cancellationToken);
    }

    public override ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        return base.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken);
    }

    public override ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        lock (Data.Lock)
        {
            var result = base.UpdateAsync(record, expectedVersion, cancellationToken).Result;
            if (result.Outcome == UpdateOutcome.Updated) Publish(a => a.Updated(record.Id, record.Version));
            return new(result);
        }
    }

    public override ValueTask<bool> RemoveAsync(SessionId id, SessionEndReason reason, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        lock (Data.Lock)
        {
            var isRemoved = base.RemoveAsync(id, reason, cancellationToken).Result;
            if (isRemoved) Publish(a => a.Removed(id));
            return new(isRemoved);
        }
    }

    public override ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        lock (Data.Lock)
        {
            var cleared = base.ClearAsync(progress, cancellationToken).Result;
            Publish(a => a.Cleared());
            return new(cleared);
        }
    }

    public override ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        return base.CountAsync(query, cancellationToken);
    }

    private void Publish(Func<ISessionAnnouncer, byte[]> write)
    {
        if (_announcer is not null) _server.Publish(write(_announcer));
    }
}
