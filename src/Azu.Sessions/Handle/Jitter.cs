namespace Azu.Sessions;

/// <summary>A random pause that grows with the number of rounds, so that writers who collided do not collide again.</summary>
internal static class Jitter
{
    private const int LongestMilliseconds = 50;

    public static Task DelayAsync(int round, CancellationToken cancellationToken)
    {
        Span<byte> random = stackalloc byte[1];
        RandomBlock.Fill(random);
        var longest = Math.Min(LongestMilliseconds, 1 + round);
        // Real time on purpose: writers who wait for each other must get on where a test holds the clock.
        return Task.Delay(TimeSpan.FromMilliseconds(longest * random[0] / 255.0), cancellationToken);
    }
}
