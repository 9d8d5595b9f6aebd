namespace Azu.Sessions;

/// <summary>Spans of time in the unit of a clock's timestamps.</summary>
internal static class Timestamps
{
    public static long Of(TimeSpan span, TimeProvider time) => (long)((Int128)span.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
}
