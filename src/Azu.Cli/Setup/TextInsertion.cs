using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Azu.Cli;

/// <summary>One statement more in a text, indented and ended as the statement beside it. No other byte changes.</summary>
internal sealed record TextInsertion(int Position, string Text)
{
    /// <summary>On a line of its own above a statement, or before it where the statement does not begin its line.</summary>
    /// <param name="source">The whole text.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="code">The new one.</param>
    /// <param name="isApart">Whether an empty line follows.</param>
    public static TextInsertion Before(SourceText source, StatementSyntax statement, string code, bool isApart = false)
    {
        var line = source.Lines.GetLineFromPosition(statement.SpanStart);
        var indent = source.ToString(TextSpan.FromBounds(line.Start, statement.SpanStart));
        if (indent.Trim().Length > 0) return new(statement.SpanStart, $"{code} ");
        var end = EndOf(source, line);
        return new(line.Start, $"{indent}{code}{end}{(isApart ? end : "")}");
    }

    /// <summary>On a line of its own below a statement, or behind it where more follows on the line.</summary>
    public static TextInsertion After(SourceText source, StatementSyntax statement, string code)
    {
        var last = source.Lines.GetLineFromPosition(statement.Span.End);
        var rest = source.ToString(TextSpan.FromBounds(statement.Span.End, last.End)).Trim();
        if (rest.Length > 0 && !rest.StartsWith("//", StringComparison.Ordinal)) return new(statement.Span.End, $" {code}");
        var first = source.Lines.GetLineFromPosition(statement.SpanStart);
        var before = source.ToString(TextSpan.FromBounds(first.Start, statement.SpanStart));
        var indent = before[..(before.Length - before.TrimStart().Length)];
        return last.End == last.EndIncludingLineBreak ? new(last.End, $"{EndOf(source, last)}{indent}{code}") : new(last.EndIncludingLineBreak, $"{indent}{code}{EndOf(source, last)}");
    }

    /// <summary>Makes several insertions. Their positions are those in the text before.</summary>
    public static string Insert(SourceText source, params ReadOnlySpan<TextInsertion> insertions) =>
        source.WithChanges(insertions.ToArray().Select(i => new TextChange(new TextSpan(i.Position, 0), i.Text))).ToString();

    /// <summary>How a line ends. The last one has no end, so the one above counts.</summary>
    private static string EndOf(SourceText source, TextLine line)
    {
        for (var number = line.LineNumber; number >= 0; number--)
        {
            var at = source.Lines[number];
            if (at.EndIncludingLineBreak > at.End) return source.ToString(TextSpan.FromBounds(at.End, at.EndIncludingLineBreak));
        }
        return "\n";
    }
}
