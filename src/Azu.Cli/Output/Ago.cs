using System.Globalization;

namespace Azu.Cli;

/// <summary>Times as people say them.</summary>
internal static class Ago
{
    public static string Past(DateTimeOffset time, DateTimeOffset now) => now - time < TimeSpan.FromSeconds(1) ? "now" : $"{Span(now - time)} ago";

    public static string Until(DateTimeOffset time, DateTimeOffset now) => time <= now ? "now" : $"in {Span(time - now)}";

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Text(span.TotalSeconds, "s"),
        { TotalHours: < 1 } => Text(span.TotalMinutes, "min"),
        { TotalDays: < 2 } => Text(span.TotalHours, "h"),
        _ => Text(span.TotalDays, "days"),
    };

    private static string Text(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number)} {unit}");
}
