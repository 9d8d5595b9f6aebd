using System.Globalization;
using System.Text;

namespace Azu.Sessions.Dashboard;

/// <summary>Text of a client, made fit to stand in a line of a page: printable, in one direction, short. It is still to be encoded.</summary>
internal static class ShownText
{
    public static string Of(string? text, int maxLength)
    {
        var clean = new StringBuilder(maxLength);
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (clean.Length >= maxLength) return clean.Append('…').ToString();
            // Control characters, and those that turn the direction of what follows.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) continue;
            clean.Append(rune.ToString());
        }

        return clean.ToString().Trim();
    }
}
