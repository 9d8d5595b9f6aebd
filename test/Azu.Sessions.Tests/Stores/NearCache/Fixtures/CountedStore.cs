using System.Collections.Concurrent;

namespace Azu.Sessions.Tests;

/// <summary>Counts what a node asks of its server, and can stop it between the server's answer and the node.</summary>
internal sealed class CountedStore(IAnnouncingStore inner) : ForwardingIndexStore(inner), IAnnouncingStore
{
    private readonly ConcurrentDictionary<StoreOperations, int> _counts = new();

    /// <summary>Runs after the server has carried a call out, before the node hears of it.</summary>
    public Func<StoreCall, Task>? Answering { get; set; }

    public int Finds => _counts.GetValueOrDefault(StoreOperations.Find);

    public int Touches => _counts.GetValueOrDefault(StoreOperations.Touch);

    public int Total => _counts.Values.Sum();

    public ISessionBackplane AnnounceWith(ISessionAnnouncer announcer) => inner.AnnounceWith(announcer);

    protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        _counts.AddOrUpdate(call.Operation, 1, static (_, count) => count + 1);
        var answer = await execute(call.CancellationToken);
        if (Answering is { } wait) await wait(call);
        return answer;
    }
}
