using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>Texts that are known without running the code: literals of every form, and constants with them.</summary>
/// <param name="sources">Where constants are declared.</param>
internal sealed class ConstantText(ProjectSources sources)
{
    // Constants that name each other in a circle do not compile, but they can be written.
    private const int MaxDepth = 8;

    /// <summary>The text; null where it is not known.</summary>
    public string? Of(SourceFile file, ExpressionSyntax expression) => Of(file, expression, MaxDepth) is { Length: > 0 } text ? text : null;

    private string? Of(SourceFile file, ExpressionSyntax expression, int depth) => depth == 0 ? null : expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax interpolated => Joined(interpolated.Contents.Select(part => part switch
        {
            InterpolatedStringTextSyntax text => text.TextToken.ValueText,
            InterpolationSyntax { AlignmentClause: null, FormatClause: null } hole => Of(file, hole.Expression, depth - 1),
            _ => null,
        })),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => Joined([Of(file, sum.Left, depth), Of(file, sum.Right, depth)]),
        ParenthesizedExpressionSyntax inner => Of(file, inner.Expression, depth),
        PostfixUnaryExpressionSyntax trusted when trusted.IsKind(SyntaxKind.SuppressNullableWarningExpression) => Of(file, trusted.Operand, depth),
        AssignmentExpressionSyntax assignment => Of(file, assignment.Right, depth),
        IdentifierNameSyntax name => OfName(file, name.Identifier.ValueText, depth - 1),
        MemberAccessExpressionSyntax member => OfName(file, member.Name.Identifier.ValueText, depth - 1),
        _ => null,
    };

    private static string? Joined(IEnumerable<string?> parts)
    {
        var all = parts.ToList();
        return all.Contains(null) ? null : string.Concat(all);
    }

    /// <summary>The text of a constant, declared in the same file or else in another. Null if two declarations have different texts.</summary>
    private string? OfName(SourceFile file, string name, int depth)
    {
        var values = Values(file, name).Select(value => Of(file, value, depth)).Distinct().ToList();
        if (values.Count == 0)
            values = [.. sources.Containing(name).Where(f => f.Name != file.Name).SelectMany(f => Values(f, name).Select(value => Of(f, value, depth)))
                .Distinct()];
        return values.Count == 1 ? values[0] : null;
    }

    private static IEnumerable<ExpressionSyntax> Values(SourceFile file, string name)
    {
        foreach (var variable in file.All<VariableDeclaratorSyntax>())
        {
            if (variable.Identifier.ValueText == name && variable.Initializer is { Value: var value } && IsFixed(file, variable)) yield return value;
        }
        foreach (var property in file.All<PropertyDeclarationSyntax>())
        {
            if (property.Identifier.ValueText != name
                || property.AccessorList?.Accessors.Any(a => !a.IsKind(SyntaxKind.GetAccessorDeclaration)) == true)
                continue;
            if ((property.ExpressionBody?.Expression ?? property.Initializer?.Value) is { } value) yield return value;
        }
    }

    /// <summary>Whether a variable keeps the value that it is declared with.</summary>
    private static bool IsFixed(SourceFile file, VariableDeclaratorSyntax variable) => variable.Parent?.Parent switch
    {
        FieldDeclarationSyntax field => field.Modifiers.Any(m => m.IsKind(SyntaxKind.ConstKeyword) || m.IsKind(SyntaxKind.ReadOnlyKeyword)),
        LocalDeclarationStatementSyntax =>
            !file.All<AssignmentExpressionSyntax>().Any(a => a.Left is IdentifierNameSyntax left && left.Identifier.ValueText == variable.Identifier.ValueText),
        _ => false,
    };
}
