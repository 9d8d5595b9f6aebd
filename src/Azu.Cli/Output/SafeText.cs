using System.Globalization;
using System.Text;

namespace Azu.Cli;

/// <summary>Text from a store on its way to a screen: a user agent must not move the cursor, nor begin a line of its own.</summary>
internal static class SafeText
{
    private const char Replacement = '\uFFFD';

    public static string Of(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var safe = new StringBuilder(text.Length);
        foreach (var c in text) safe.Append(IsUnsafe(c) ? Replacement : c);
        return safe.ToString();
    }

    // Format characters turn the direction of what follows.
    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
