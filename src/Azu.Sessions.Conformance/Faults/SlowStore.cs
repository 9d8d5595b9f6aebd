namespace Azu.Sessions.Conformance;

/// <summary>Adds a latency before each operation, by the clock it is given.</summary>
/// <param name="inner">The store behind.</param>
/// <param name="latency">How long each call waits.</param>
/// <param name="clock">The clock to wait by; the system's, if null.</param>
/// <param name="operations">Which operations are slow.</param>
public sealed class SlowStore(ISessionStore inner, TimeSpan latency, TimeProvider? clock = null, StoreOperations operations = StoreOperations.All)
    : ForwardingStore(inner)
{
    /// <inheritdoc/>
    protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        if (operations.HasFlag(call.Operation)) await Task.Delay(latency, clock ?? TimeProvider.System, call.CancellationToken);
        return await execute(call.CancellationToken);
    }
}
