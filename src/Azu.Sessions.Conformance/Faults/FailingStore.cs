namespace Azu.Sessions.Conformance;

/// <summary>An outage that a test switches on and off: the chosen operations throw <see cref="SessionStoreException"/> and do nothing.</summary>
/// <param name="inner">The store behind.</param>
public sealed class FailingStore(ISessionStore inner) : ForwardingStore(inner)
{
    private volatile StoreOperations _failing;

    /// <summary>What fails now; nothing at first.</summary>
    public StoreOperations Failing
    {
        get => _failing;
        set => _failing = value;
    }

    /// <inheritdoc/>
    protected override ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute) =>
        Failing.HasFlag(call.Operation)
            ? ValueTask.FromException<T>(new SessionStoreException($"{call.Operation} fails, because the test says so.", call.Id))
            : execute(call.CancellationToken);
}
