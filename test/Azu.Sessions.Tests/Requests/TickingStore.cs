namespace Azu.Sessions.Tests;

/// <summary>
/// A store in which every call takes one tick of a clock that the test moves: the calls that are under way at a tick end with it. So a test counts how
/// many calls follow each other, whatever the machine does.
/// </summary>
internal sealed class TickingStore(ISessionStore inner) : ForwardingStore(inner)
{
    private readonly Lock _lock = new();
    private List<TaskCompletionSource> _underWay = [];
    private int _calls;

    /// <summary>How many calls are under way.</summary>
    public int UnderWay
    {
        get
        {
            lock (_lock) return _underWay.Count;
        }
    }

    /// <summary>How many updates there were.</summary>
    public int Updates => Volatile.Read(ref _calls);

    /// <summary>Ends the calls that are under way.</summary>
    public void Tick()
    {
        List<TaskCompletionSource> ending;
        lock (_lock) (ending, _underWay) = (_underWay, []);
        foreach (var call in ending) call.SetResult();
    }

    protected override async ValueTask<T> CallAsync<T>(StoreCall call, Func<CancellationToken, ValueTask<T>> execute)
    {
        if (call.Operation == StoreOperations.Update) Interlocked.Increment(ref _calls);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock) _underWay.Add(end);
        await end.Task;
        return await execute(call.CancellationToken);
    }
}
