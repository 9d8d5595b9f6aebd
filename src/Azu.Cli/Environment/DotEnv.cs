namespace Azu.Cli;

/// <summary>
/// Reads a <c>.env</c> file: <c>NAME=value</c> on each line, with quotes, comments and <c>export</c> as shells have them. Nothing is expanded.
/// </summary>
internal static class DotEnv
{
    public const string FileName = ".env";

    private const string Export = "export ";

    /// <summary>The variables in a file; none where there is no file.</summary>
    public static IReadOnlyDictionary<string, string> Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        return File.Exists(path) ? Parse(File.ReadLines(path)) : new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The variables in lines of text. Of two with one name the last counts.</summary>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> lines)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (TryReadName(line, out var name, out var rest)) variables[name] = Value(rest);
        }
        return variables;
    }

    /// <summary>The name that a line sets.</summary>
    public static bool TryReadName(string line, out string name, out string rest)
    {
        var text = line.Trim();
        if (text.StartsWith(Export, StringComparison.Ordinal)) text = text[Export.Length..].TrimStart();
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        name = equals < 0 ? "" : text[..equals].TrimEnd();
        rest = equals < 0 ? "" : text[(equals + 1)..].Trim();
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
    }

    /// <summary>A value as it is written so that it is read again as it was.</summary>
    public static string Quote(string value) =>
        value.Any(c => char.IsWhiteSpace(c) || c is '#' or '"' or '\'' or '$' or ';' or '&') ? $"\"{value}\"" : value;

    private static string Value(string text)
    {
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            var end = text.IndexOf(text[0], 1);
            if (end > 0) return text[1..end];
        }
        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? text : text[..comment].TrimEnd();
    }
}
