namespace Azu.Sessions;

/// <summary>A random pause, so that writers that collided do not collide again.</summary>
internal static class Jitter
{
    public static Task DelayAsync(int longestMilliseconds, CancellationToken cancellationToken)
    {
        Span<byte> random = stackalloc byte[1];
        RandomBlock.Fill(random);
        // Real time on purpose: writers that wait for each other must get on where a test holds the clock.
        return Task.Delay(TimeSpan.FromMilliseconds(longestMilliseconds * random[0] / 255.0), cancellationToken);
    }
}
