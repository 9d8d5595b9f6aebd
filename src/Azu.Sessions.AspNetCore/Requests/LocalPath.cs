using System.Text;

namespace Azu.Sessions;

/// <summary>Tells paths of this application from addresses elsewhere.</summary>
internal static class LocalPath
{
    /// <summary>The query parameter that names the page to go back to.</summary>
    public const string Parameter = "redirect_to";

    /// <summary>
    /// Whether a browser that is redirected to it stays here. <c>//host</c> and <c>/\host</c> are other hosts, and browsers drop control
    /// characters before they look.
    /// </summary>
    public static bool IsLocal(string? target) =>
        target is ['/', ..] && (target.Length == 1 || target[1] is not ('/' or '\\')) && !target.Any(char.IsControl);

    /// <summary>The same address in ASCII: a header can hold nothing else, and a link that is written by hand may have any letter.</summary>
    public static string Escaped(string target)
    {
        if (Ascii.IsValid(target)) return target;
        var escaped = new StringBuilder(target.Length * 2);
        foreach (var rune in target.EnumerateRunes()) escaped.Append(rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return escaped.ToString();
    }
}
