namespace Azu.Sessions.Conformance;

/// <summary>
/// Stops calls at gates that a test closes and opens, so that it can put operations in the order that it wants to see.
/// <code>
/// var gate = store.Close(StoreOperations.Update);
/// var writing = session.SaveAsync();
/// await gate.ArrivalAsync();               // the write is on its way, and has not happened
/// await other.DeleteAsync();
/// gate.Open();
/// await writing;
/// </code>
/// </summary>
/// <param name="inner">The store behind.</param>
public sealed class GatedStore(ISessionStore inner) : ForwardingStore(inner)
{
    private readonly Lock _lock = new();
    private readonly List<StoreGate> _gates = [];

    /// <summary>Closes a gate, at which calls of <paramref name="operations"/> stop until the test lets them through.</summary>
    public StoreGate Close(StoreOperations operations, GatePlace place = GatePlace.BeforeCall)
    {
        var gate = new StoreGate(operations, place);
        lock (_lock) _gates.Add(gate);
        return gate;
    }

    /// <inheritdoc/>
    protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        await PassAsync(call, GatePlace.BeforeCall);
        var answer = await execute(call.CancellationToken);
        await PassAsync(call, GatePlace.AfterCall);
        return answer;
    }

    private async ValueTask PassAsync(StoreCall call, GatePlace place)
    {
        StoreGate[] gates;
        lock (_lock) gates = [.. _gates];
        foreach (var gate in gates) await gate.PassAsync(call, place);
    }
}
