namespace Azu.Sessions.TestSupport;

/// <summary>Waits for a condition and not for a time.</summary>
internal static class Eventually
{
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, int seconds = 30)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await condition())
        {
            if (late.IsCancellationRequested) throw new TimeoutException($"The condition did not hold within {seconds} s.");
            await look.WaitForNextTickAsync();
        }
    }

    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static Task HoldsAsync(Func<bool> condition, int seconds = 30) => HoldsAsync(() => Task.FromResult(condition()), seconds);
}
