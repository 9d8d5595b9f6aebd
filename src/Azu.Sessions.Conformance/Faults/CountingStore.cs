namespace Azu.Sessions.Conformance;

/// <summary>Counts the calls of each operation, also those that fail.</summary>
/// <param name="inner">The store behind.</param>
public sealed class CountingStore(ISessionStore inner) : ForwardingStore(inner)
{
    private readonly int[] _calls = new int[(int)StoreOperations.All + 1];

    /// <summary>How often <paramref name="operations"/> were called, together, since the last <see cref="Reset"/>.</summary>
    public int this[StoreOperations operations]
    {
        get
        {
            var calls = 0;
            for (var operation = 1; operation <= (int)StoreOperations.All; operation <<= 1)
            {
                if (operations.HasFlag((StoreOperations)operation)) calls += Volatile.Read(ref _calls[operation]);
            }
            return calls;
        }
    }

    /// <summary>How often the store was called at all since the last <see cref="Reset"/>.</summary>
    public int Total => this[StoreOperations.All];

    /// <summary>Starts counting at zero again.</summary>
    public void Reset() => Array.Clear(_calls);

    /// <inheritdoc/>
    protected override ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        Interlocked.Increment(ref _calls[(int)call.Operation]);
        return execute(call.CancellationToken);
    }
}
