namespace Azu.Sessions.Conformance;

/// <summary>
/// Tells the caller at once that the chosen operations timed out (<see cref="SessionStoreException"/>), and carries them out later: when
/// the test calls <see cref="ReleaseAsync"/>. What the caller did in between must not be undone by them.
/// </summary>
/// <param name="inner">The store behind.</param>
/// <param name="operations">Which operations are late.</param>
public sealed class LateStore(ISessionStore inner, StoreOperations operations = StoreOperations.Writes) : ForwardingStore(inner)
{
    private readonly Lock _lock = new();
    private List<Func<Task>> _held = [];
    private volatile StoreOperations _operations = operations;

    /// <summary>How many calls are still to be carried out.</summary>
    public int Held
    {
        get
        {
            lock (_lock) return _held.Count;
        }
    }

    /// <summary>Ends the disturbance: calls from now on are carried out at once. Those that are held stay held.</summary>
    public void Recover() => _operations = StoreOperations.None;

    /// <summary>Carries out the calls that are held, in the order in which they came.</summary>
    public async Task ReleaseAsync()
    {
        List<Func<Task>> held;
        lock (_lock) (held, _held) = (_held, []);
        foreach (var execute in held) await execute();
    }

    /// <summary>Carries out the calls that are held now, once <paramref name="delay"/> has passed on <paramref name="clock"/>.</summary>
    public async Task ReleaseAfterAsync(TimeSpan delay, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        await Task.Delay(delay, clock, cancellationToken);
        await ReleaseAsync();
    }

    /// <inheritdoc/>
    protected override ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        if (!_operations.HasFlag(call.Operation)) return execute(call.CancellationToken);
        // Not with the caller's token: a caller that gave up can no longer stop what is on its way.
        lock (_lock) _held.Add(() => execute(CancellationToken.None).AsTask());
        return ValueTask.FromException<T>(new SessionStoreException($"{call.Operation} was not answered in time; it may yet be carried out.", call.Id));
    }
}
