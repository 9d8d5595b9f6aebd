namespace Azu.Sessions.TestSupport;

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

    public override SessionCapabilities Capabilities => SessionCapabilities.Index | SessionCapabilities.Shared | SessionCapabilities.ReportsExpiry;

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

    public override ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        lock (Data.Lock)
        {
            var result = base.RemoveAsync(id, condition, reason, actor, cancellationToken).Result;
            if (result.IsRemoved) Publish(a => a.Removed(id));
            return new(result);
        }
    }

    public override ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        lock (Data.Lock)
        {
            var ids = Data.Records.Keys.ToList();
            var cleared = base.ClearAsync(progress, actor, cancellationToken: cancellationToken).Result;
            foreach (var id in ids) Publish(a => a.Removed(id));
            return new(cleared);
        }
    }

    public override ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        return base.CountAsync(query, cancellationToken);
    }

    public override ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        return base.ListAsync(query, cursor, cancellationToken);
    }

    public override ValueTask<SessionIdPage> ListIdsAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        return base.ListIdsAsync(query, cursor, cancellationToken);
    }

    public override ValueTask<ExpiredSessions> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        return base.RemoveExpiredAsync(limit, cancellationToken);
    }

    public override ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default)
    {
        _server.ThrowIfDown();
        return base.EstimateCountAsync(cancellationToken);
    }

    private void Publish(Func<ISessionAnnouncer, byte[]> write)
    {
        if (_announcer is not null) _server.Publish(write(_announcer));
    }
}
