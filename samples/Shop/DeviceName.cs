namespace Shop;

/// <summary>A User-Agent header in words that its owner recognises. For display only: the browser says what it likes.</summary>
public static class DeviceName
{
    // In this order: many browsers also name those they are compatible with.
    private static readonly (string Mark, string Name)[] s_browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Mark, string Name)[] s_systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    public static string Of(string? userAgent)
    {
        var browser = Find(s_browsers, userAgent) ?? "Unknown browser";
        return Find(s_systems, userAgent) is { } system ? $"{browser} on {system}" : browser;
    }

    private static string? Find((string Mark, string Name)[] known, string? userAgent) =>
        Array.Find(known, k => userAgent?.Contains(k.Mark, StringComparison.Ordinal) == true).Name;
}
