namespace Azu.Sessions.Tests;

/// <summary>Waits for a condition and not for a time.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(late.IsCancellationRequested, "The condition did not hold within 30 s.");
            await Task.Yield();
        }
    }
}
