using System.Collections.Concurrent;

namespace Azu.Sessions.Cluster.Tests;

/// <summary>Counts what a node asks of its server, and can stop it between the server's answer and the node.</summary>
internal sealed class CountedStore(IAnnouncingStore inner) : ForwardingStore(inner), IAnnouncingStore, ISessionIndex
{
    private readonly ConcurrentDictionary<StoreOperations, int> _counts = new();

    /// <summary>Runs after the server has carried a call out, before the node hears of it.</summary>
    public Func<StoreCall, Task>? Answering { get; set; }

    public int Finds => _counts.GetValueOrDefault(StoreOperations.Find);

    public int Touches => _counts.GetValueOrDefault(StoreOperations.Touch);

    public int Total => _counts.Values.Sum();

    public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer) => inner.AnnounceWith(announcer);

    public ValueTask<SessionPage> ListAsync(SessionQuery query, string? cursor, CancellationToken cancellationToken = default) => Index.ListAsync(query, cursor, cancellationToken);

    public ValueTask<long> CountAsync(SessionQuery query, CancellationToken cancellationToken = default) => Index.CountAsync(query, cancellationToken);

    public ValueTask<long> ClearAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default) => Index.ClearAsync(progress, cancellationToken);

    public ValueTask<IReadOnlyList<SessionRecord>> RemoveExpiredAsync(int limit, CancellationToken cancellationToken = default) => Index.RemoveExpiredAsync(limit, cancellationToken);

    protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        _counts.AddOrUpdate(call.Operation, 1, static (_, count) => count + 1);
        var answer = await execute(call.CancellationToken);
        if (Answering is { } wait) await wait(call);
        return answer;
    }

    private ISessionIndex Index => (ISessionIndex)inner;
}
