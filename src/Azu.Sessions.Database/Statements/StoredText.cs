using System.Text;

namespace Azu.Sessions.Database;

/// <summary>
/// Text as it stands in a column: the text itself, so that people can read it, except where it holds a NUL character, which PostgreSQL takes in no text.
/// Such a text begins with U+0001, and has U+0001 '0' for each NUL and U+0001 '1' for each U+0001; so has a text that itself begins with U+0001.
/// </summary>
internal static class StoredText
{
    private const char Mark = '\u0001';

    /// <summary>For what is compared.</summary>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair.</exception>
    public static string Exact(string text) => Marked(ExactText.Check(text));

    /// <summary>For what is only shown, and may have been cut in the middle of a character: that must not fail a write.</summary>
    public static string? Display(string? text) => text is null ? null : Marked(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    /// <summary>The text that was stored.</summary>
    public static string Read(string stored)
    {
        if (!stored.StartsWith(Mark)) return stored;
        var text = new StringBuilder(stored.Length);
        for (var i = 1; i < stored.Length; i++)
        {
            if (stored[i] != Mark) text.Append(stored[i]);
            else if (++i < stored.Length && stored[i] is '0' or '1') text.Append(stored[i] == '0' ? '\0' : Mark);
            else throw new FormatException("A stored text has a mark with nothing behind it.");
        }
        return text.ToString();
    }

    private static string Marked(string text)
    {
        if (!text.Contains('\0') && !text.StartsWith(Mark)) return text;
        var stored = new StringBuilder(text.Length + 8).Append(Mark);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\0' => stored.Append(Mark).Append('0'),
                Mark => stored.Append(Mark).Append('1'),
                _ => stored.Append(c),
            };
        }
        return stored.ToString();
    }
}
