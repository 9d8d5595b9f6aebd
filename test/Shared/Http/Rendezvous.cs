namespace Azu.Sessions.TestSupport;

/// <summary>Lets that many requests wait for each other, so that each has loaded its session before any goes on.</summary>
internal sealed class Rendezvous(int requests)
{
    private readonly TaskCompletionSource _everybody = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    /// <summary>Completes when that many have come.</summary>
    public Task ArrivalsAsync(int count) => Eventually.HoldsAsync(() => Volatile.Read(ref _arrived) >= count);

    /// <summary>Completes when all have come.</summary>
    public Task Everybody => _everybody.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public Task ArriveAsync()
    {
        if (Interlocked.Increment(ref _arrived) == requests) _everybody.SetResult();
        return Everybody;
    }
}
