namespace Azu.Sessions.Repository.Tests;

/// <summary>A fenced block of a Markdown text.</summary>
/// <param name="Language">The word after the fence.</param>
/// <param name="Line">The number of the first line inside.</param>
/// <param name="Text">What stands between the fences, with the final line break.</param>
internal sealed record CodeBlock(string Language, int Line, string Text)
{
    private const string Fence = "```";

    public static IEnumerable<CodeBlock> AllIn(string markdown)
    {
        var lines = markdown.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal)) continue;
            var end = Array.FindIndex(lines, i + 1, line => line.TrimEnd() == Fence);
            if (end < 0) throw new FormatException($"The block that opens in line {i + 1} does not end.");
            yield return new CodeBlock(lines[i][Fence.Length..].Trim(), i + 2, string.Concat(lines[(i + 1)..end].Select(line => line + "\n")));
            i = end;
        }
    }
}
