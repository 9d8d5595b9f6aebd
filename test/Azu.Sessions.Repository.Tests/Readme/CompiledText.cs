namespace Azu.Sessions.Repository.Tests;

/// <summary>
/// What a document may quote: code of the samples, which the build compiles. Either a whole file, or what stands in it between a line
/// <c>// &lt;readme&gt;</c> and a line <c>// &lt;/readme&gt;</c>, less the indentation that all its lines share.
/// </summary>
internal static class CompiledText
{
    private const string Opening = "// <readme>";
    private const string Closing = "// </readme>";

    public static IEnumerable<string> AllIn(string folder) => RepositoryTree.Files(folder, "*.cs").SelectMany(path => Quotable(File.ReadAllText(path)));

    public static IEnumerable<string> Quotable(string source)
    {
        var lines = source.TrimEnd('\n').Split('\n');
        yield return Join(lines);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() != Opening) continue;
            var end = Array.FindIndex(lines, i, line => line.Trim() == Closing);
            if (end < 0) throw new FormatException($"A passage opens with {Opening} and does not end with {Closing}.");
            yield return Join(lines[(i + 1)..end]);
            i = end;
        }
    }

    private static string Join(string[] lines)
    {
        var indentation = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart(' ').Length).DefaultIfEmpty().Min();
        return string.Concat(lines.Select(line => (line.Length == 0 ? "" : line[indentation..]) + "\n"));
    }
}
