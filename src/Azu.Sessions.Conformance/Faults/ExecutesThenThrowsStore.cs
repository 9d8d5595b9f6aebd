namespace Azu.Sessions.Conformance;

/// <summary>
/// Carries the operation out and then throws <see cref="SessionStoreException"/>, as when the acknowledgement is lost on the way back.
/// A caller that repeats the call must neither count twice nor fail.
/// </summary>
/// <param name="inner">The store behind.</param>
/// <param name="operations">Which operations lose their answer.</param>
/// <param name="times">How many answers are lost; after that all arrive.</param>
public sealed class ExecutesThenThrowsStore(ISessionStore inner, StoreOperations operations = StoreOperations.Writes, int times = int.MaxValue)
    : ForwardingStore(inner)
{
    private int _thrown;

    /// <summary>How many answers were lost so far.</summary>
    public int Thrown => Math.Min(Volatile.Read(ref _thrown), times);

    /// <inheritdoc/>
    protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        var answer = await execute(call.CancellationToken);
        if (!operations.HasFlag(call.Operation) || Volatile.Read(ref _thrown) >= times || Interlocked.Increment(ref _thrown) > times) return answer;
        throw new SessionStoreException($"{call.Operation} was carried out, but its answer was lost.", call.Id);
    }
}
