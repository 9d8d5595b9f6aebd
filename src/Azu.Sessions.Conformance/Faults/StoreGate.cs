namespace Azu.Sessions.Conformance;

/// <summary>A closed gate of a <see cref="GatedStore"/>. Each method is for one test; the calls that stop may come from anywhere.</summary>
public sealed class StoreGate
{
    private readonly StoreOperations _operations;
    private readonly GatePlace _place;
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly SemaphoreSlim _passes = new(0);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal StoreGate(StoreOperations operations, GatePlace place) => (_operations, _place) = (operations, place);

    /// <summary>
    /// Waits until a call stands at the gate. Each call counts once: a second await waits for a second call. Fails after 30 s,
    /// because a call that never comes would hang the test.
    /// </summary>
    /// <exception cref="TimeoutException">No call came.</exception>
    public async Task ArrivalAsync(CancellationToken cancellationToken = default)
    {
        if (await _arrivals.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken)) return;
        throw new TimeoutException($"No call of {_operations} came to the gate within 30 s.");
    }

    /// <summary>Lets one call through, the first that waits or the next that comes. The gate stays closed to the others.</summary>
    public void LetOneThrough() => _passes.Release();

    /// <summary>Opens the gate for good.</summary>
    public void Open() => _open.TrySetResult();

    internal async ValueTask PassAsync(StoreCall call, GatePlace place)
    {
        if (place != _place || !_operations.HasFlag(call.Operation) || _open.Task.IsCompleted) return;
        _arrivals.Release();
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var pass = _passes.WaitAsync(stopWaiting.Token);
        if (await Task.WhenAny(pass, _open.Task) == pass) await pass;
        else await stopWaiting.CancelAsync();
    }
}
