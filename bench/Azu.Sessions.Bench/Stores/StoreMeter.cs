namespace Azu.Sessions.Bench;

/// <summary>Measures a store server from outside.</summary>
internal abstract class StoreMeter : IAsyncDisposable
{
    /// <summary>CPU that its processes have used since they started; null: it has none of its own.</summary>
    public virtual Task<TimeSpan?> CpuAsync() => Task.FromResult<TimeSpan?>(null);

    /// <summary>Bytes that it holds, in memory or on disk; not a number: unknown.</summary>
    public virtual Task<double> HeldAsync() => Task.FromResult(double.NaN);

    /// <summary>How many commands or statements its clients sent during an action, without those that scripts call; not a number: unknown.</summary>
    public virtual async Task<double> CommandsAsync(Func<Task> actAsync)
    {
        await actAsync();
        return double.NaN;
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
