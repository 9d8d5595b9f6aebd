namespace Azu.Sessions.Dashboard;

/// <summary>A device in words that its owner recognises.</summary>
internal static class DeviceName
{
    private const int MaxLength = 40;

    /// <param name="userAgent">The header; null: not sent, or not recorded.</param>
    public static string Of(string? userAgent)
    {
        if (ClientName.Find(userAgent) is { } name) return name;
        var clean = ShownText.Of(userAgent, MaxLength);
        return clean.Length == 0 ? "Unknown browser" : $"Unknown browser ({clean})";
    }
}
