using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>One C# file, parsed on first use. Comments, strings and code that is not compiled are no nodes of its tree.</summary>
/// <param name="name">Its path in the project, with slashes.</param>
/// <param name="text">Its text.</param>
internal sealed class SourceFile(string name, string text)
{
    // As a Release build has them: code for debugging is not what runs in production.
    private static readonly CSharpParseOptions s_options = new(
        LanguageVersion.Preview,
        DocumentationMode.None,
        SourceCodeKind.Regular,
        ["RELEASE", "TRACE", "NET", "NETCOREAPP", "NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER", "NET10_0"]);

    private SyntaxTree? _tree;

    public string Name { get; } = name;

    public string Text { get; } = text;

    public CompilationUnitSyntax Root => (CompilationUnitSyntax)Tree.GetRoot();

    private SyntaxTree Tree => _tree ??= CSharpSyntaxTree.ParseText(Text, s_options);

    public IEnumerable<T> All<T>() where T : SyntaxNode => Root.DescendantNodes().OfType<T>();

    /// <summary>The calls of methods with these names.</summary>
    public IEnumerable<InvocationExpressionSyntax> CallsOf(params string[] names)
    {
        // Most files have none of them, and need not be parsed.
        if (!names.Any(n => Text.Contains(n, StringComparison.Ordinal))) return [];
        return All<InvocationExpressionSyntax>().Where(call => names.Contains(call.CalledName()));
    }

    /// <summary>The number of the line of a node, from 1 on, and its text.</summary>
    public (int Number, string Text) LineOf(SyntaxNode node)
    {
        var lines = Tree.GetText().Lines;
        var line = lines.GetLineFromPosition(node.SpanStart);
        return (line.LineNumber + 1, line.ToString().Trim());
    }
}
