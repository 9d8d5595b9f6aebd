namespace Azu.Cli;

/// <summary>The difference between two texts, in the unified format of <c>diff -u</c>.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;
    private const string NoEnd = "\\ No newline at end of file";

    // The table of a comparison has a cell for each pair of lines.
    private const int MaxCells = 16_000_000;

    /// <summary>The lines of the difference.</summary>
    /// <param name="name">The file.</param>
    /// <param name="before">Its text; null: there was no file.</param>
    /// <param name="after">Its new text.</param>
    public static IEnumerable<string> Of(string name, string? before, string after)
    {
        yield return before is null ? "--- /dev/null" : $"--- a/{name}";
        yield return $"+++ b/{name}";
        var edits = Edits(Lines(before ?? ""), Lines(after));
        var at = 0;
        while (edits.FindIndex(at, e => e.Kind != ' ') is >= 0 and var first)
        {
            var start = Math.Max(at, first - Context);
            var end = first;
            // Changes with few lines between them are one hunk.
            while (edits.FindIndex(end, e => e.Kind != ' ') is >= 0 and var next && next <= end + (2 * Context)) end = next + 1;
            end = Math.Min(edits.Count, end + Context);
            yield return $"@@ -{Range(edits, start, end, '+')} +{Range(edits, start, end, '-')} @@";
            foreach (var (kind, line, hasEnd) in edits[start..end])
            {
                yield return kind + line;
                if (!hasEnd) yield return NoEnd;
            }
            at = end;
        }
    }

    /// <summary>Where a hunk begins in one of the texts, and its length there.</summary>
    private static string Range(List<(char Kind, string Line, bool HasEnd)> edits, int start, int end, char other)
    {
        var above = edits[..start].Count(e => e.Kind != other);
        var length = edits[start..end].Count(e => e.Kind != other);
        return $"{(length == 0 ? above : above + 1)},{length}";
    }

    private static List<(string Line, bool HasEnd)> Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var all = lines[..^1].Select(line => (line, true)).ToList();
        if (lines[^1].Length > 0) all.Add((lines[^1], false));
        return all;
    }

    private static List<(char Kind, string Line, bool HasEnd)> Edits(List<(string Line, bool HasEnd)> before, List<(string Line, bool HasEnd)> after)
    {
        var start = 0;
        while (start < Math.Min(before.Count, after.Count) && before[start] == after[start]) start++;
        var end = 0;
        while (end < Math.Min(before.Count, after.Count) - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        List<(char, string, bool)> edits = [.. before[..start].Select(Same)];
        edits.AddRange(Middle(before[start..^end], after[start..^end]));
        edits.AddRange(before[^end..].Select(Same));
        return edits;

        static (char, string, bool) Same((string Line, bool HasEnd) l) => (' ', l.Line, l.HasEnd);
    }

    /// <summary>By the longest common subsequence, the removed lines before the added ones.</summary>
    private static IEnumerable<(char Kind, string Line, bool HasEnd)> Middle(List<(string Line, bool HasEnd)> before, List<(string Line, bool HasEnd)> after)
    {
        var isSmall = (long)before.Count * after.Count <= MaxCells;
        var lengths = new int[isSmall ? before.Count + 1 : 1, isSmall ? after.Count + 1 : 1];
        for (var i = before.Count - 1; isSmall && i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--) lengths[i, j] = before[i] == after[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }
        var (b, a) = (0, 0);
        while (b < before.Count || a < after.Count)
        {
            if (isSmall && b < before.Count && a < after.Count && before[b] == after[a])
            {
                yield return (' ', before[b].Line, before[b].HasEnd);
                (b, a) = (b + 1, a + 1);
            }
            else if (b < before.Count && (a == after.Count || !isSmall || lengths[b + 1, a] >= lengths[b, a + 1])) yield return ('-', before[b].Line, before[b++].HasEnd);
            else yield return ('+', after[a].Line, after[a++].HasEnd);
        }
    }
}
