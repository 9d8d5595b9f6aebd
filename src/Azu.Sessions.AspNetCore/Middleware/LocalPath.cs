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
}
