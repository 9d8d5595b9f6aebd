namespace Azu.Sessions.Redis.Tests;

/// <summary>Waits for a condition and not for a time.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<Task<bool>> condition, int seconds = 30)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            Assert.False(late.IsCancellationRequested, $"The condition did not hold within {seconds} s.");
            await look.WaitForNextTickAsync();
        }
    }
}
