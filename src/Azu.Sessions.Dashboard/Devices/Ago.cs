namespace Azu.Sessions.Dashboard;

/// <summary>Times in words.</summary>
internal static class Ago
{
    public static string Of(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } => In((int)age.TotalMinutes, "minute"),
        { TotalDays: < 1 } => In((int)age.TotalHours, "hour"),
        _ => In((int)age.TotalDays, "day"),
    };

    private static string In(int count, string unit) => count == 1 ? $"1 {unit} ago" : $"{count} {unit}s ago";
}
