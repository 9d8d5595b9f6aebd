namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Waits for what happens in the background.</summary>
internal static class Eventually
{
    /// <exception cref="TimeoutException">It did not come true within 30 s.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var tooLate = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            if (tooLate.IsCancellationRequested) throw new TimeoutException("What the test waits for did not come true within 30 s.");
            await look.WaitForNextTickAsync();
        }
    }

    public static Task HoldsAsync(Func<bool> condition) => HoldsAsync(() => Task.FromResult(condition()));
}
