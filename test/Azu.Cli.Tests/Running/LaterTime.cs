namespace Azu.Cli.Tests;

/// <summary>The time, and some more: so that "10 min ago" is written of what has just been made.</summary>
internal sealed class LaterTime(TimeSpan later) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
}
