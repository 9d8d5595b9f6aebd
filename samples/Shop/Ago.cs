namespace Shop;

/// <summary>Times in words.</summary>
public static class Ago
{
    /// <summary>How long ago.</summary>
    public static string Of(TimeSpan age) => age.TotalMinutes < 1 ? "just now" : Span(age) + " ago";

    /// <summary>How long, in the largest unit of which there is one; at least a minute.</summary>
    public static string Span(TimeSpan time) => time switch
    {
        { TotalHours: < 1 } => In(Math.Max(1, (int)time.TotalMinutes), "minute"),
        { TotalDays: < 1 } => In((int)time.TotalHours, "hour"),
        _ => In((int)time.TotalDays, "day"),
    };

    private static string In(int count, string unit) => count == 1 ? $"1 {unit}" : $"{count} {unit}s";
}
