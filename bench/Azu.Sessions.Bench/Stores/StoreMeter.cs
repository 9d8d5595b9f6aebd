namespace Azu.Sessions.Bench;

/// <summary>Measures a store server from outside. This one knows nothing; each server has one that knows more.</summary>
internal class StoreMeter : IAsyncDisposable
{
    /// <summary>There is no store server.</summary>
    public static StoreMeter None { get; } = new();

    /// <summary>CPU that its processes have used since they started; null: it has none of its own.</summary>
    public virtual Task<TimeSpan?> CpuAsync() => Task.FromResult<TimeSpan?>(null);

    /// <summary>Bytes that it holds, in memory or on disk; not a number: unknown.</summary>
    public virtual Task<double> HeldAsync() => Task.FromResult(double.NaN);

    /// <summary>
    /// How many commands or statements its clients sent during an action, without those that scripts call; not a number: unknown, and nothing was done.
    /// </summary>
    public virtual Task<double> CommandsAsync(Func<Task> actAsync) => Task.FromResult(double.NaN);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
