using System.Text;

namespace Azu.Cli;

/// <summary>How the lines of a text end, so that a changed text ends them in the same way, also where they are mixed.</summary>
internal sealed class LineEndings
{
    private const string Windows = "\r\n";
    private const string Unix = "\n";

    private readonly List<(string Line, string End)> _lines;
    private readonly string _usual;

    public LineEndings(string text)
    {
        // What is behind the last end has none.
        _lines = [.. text.Split('\n')[..^1].Select(line => line.EndsWith('\r') ? (line[..^1], Windows) : (line, Unix))];
        _usual = 2 * _lines.Count(l => l.End == Windows) > _lines.Count ? Windows : Unix;
    }

    /// <summary>A text with these ends, where its lines are the same; new lines get the usual one.</summary>
    /// <param name="text">With <c>\n</c> at the ends of lines.</param>
    public string Of(string text)
    {
        var result = new StringBuilder(text.Length);
        var lines = text.Split('\n');
        var at = 0;
        for (var i = 0; i < lines.Length - 1; i++)
        {
            result.Append(lines[i]).Append(EndOf(lines[i], ref at));
        }
        return result.Append(lines[^1]).ToString();
    }

    private string EndOf(string line, ref int at)
    {
        // This line, or the next one where one was replaced.
        for (var there = at; there < Math.Min(at + 2, _lines.Count); there++)
        {
            if (_lines[there].Line != line) continue;
            at = there + 1;
            return _lines[there].End;
        }
        return _usual;
    }
}
