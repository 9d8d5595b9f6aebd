using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>
/// Finds where the two calls go in a program: one builder, one application that it builds, and both declared in the same list of statements, at the top
/// level or in a method. Nothing is found where a guess would be needed.
/// </summary>
internal sealed record ProgramInsertion(string Builder, string App, StatementSyntax Build, StatementSyntax Neighbour, bool IsAfterNeighbour)
{
    private const string Routing = "UseRouting";

    /// <summary>The builder of a web application, declared as a variable, and all calls that make one.</summary>
    public static (List<VariableDeclaratorSyntax> Declared, int Calls) Builders(SourceFile file)
    {
        var calls = file.CallsOf("CreateBuilder", "CreateSlimBuilder", "CreateEmptyBuilder").Where(call => call.Receiver() is { } receiver && LastName(receiver) == "WebApplication").ToList();
        return ([.. calls.Select(call => call.Parent?.Parent).OfType<VariableDeclaratorSyntax>()], calls.Count);
    }

    public static ProgramInsertion? Find(SourceFile file)
    {
        if (Builders(file) is not { Declared: [var builder], Calls: 1 } || StatementOf(builder) is not { } first) return null;
        var name = builder.Identifier.ValueText;
        var builds = file.CallsOf("Build").Where(call => call.Receiver() is IdentifierNameSyntax receiver && receiver.Identifier.ValueText == name).ToList();
        if (builds is not [{ Parent.Parent: VariableDeclaratorSyntax app }] || StatementOf(app) is not { } build) return null;
        var statements = ListOf(build).ToList();
        var at = statements.IndexOf(build);
        if (statements.IndexOf(first) is var start && (start < 0 || start > at)) return null;

        var insertion = FindNeighbour(file, statements[(at + 1)..], app.Identifier.ValueText) is { } neighbour ? new ProgramInsertion(name, app.Identifier.ValueText, build, neighbour.Statement, neighbour.IsAfter) : null;
        return insertion is null || IsConditional(build) || IsConditional(insertion.Neighbour) ? null : insertion;
    }

    private static (StatementSyntax Statement, bool IsAfter)? FindNeighbour(SourceFile file, List<StatementSyntax> rest, string app)
    {
        var routing = file.CallsOf(Routing).ToList();
        if (routing.Count > 1) return null;
        if (routing is [var call])
            return rest.Find(s => s is ExpressionStatementSyntax { Expression: var expression } && expression == call) is { } statement && PipelineUse.Of(statement, app).IsChain ? (statement, true) : null;
        foreach (var statement in rest)
        {
            var use = PipelineUse.Of(statement, app);
            if (use.IsUnclear) return null;
            if (use.IsFirst) return (statement, false);
        }
        return null;
    }

    /// <summary>The statement that declares a variable. Null for a field, or for <c>using (var app = …)</c>.</summary>
    private static LocalDeclarationStatementSyntax? StatementOf(VariableDeclaratorSyntax variable) => variable.Parent?.Parent as LocalDeclarationStatementSyntax;

    private static IEnumerable<StatementSyntax> ListOf(StatementSyntax statement) => statement.Parent switch
    {
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(s => s.Statement),
        BlockSyntax block => block.Statements,
        _ => [],
    };

    /// <summary>Whether a statement is compiled only under a condition: between <c>#if</c> and <c>#endif</c>.</summary>
    private static bool IsConditional(StatementSyntax statement)
    {
        var open = 0;
        var root = statement.SyntaxTree.GetRoot();
        for (var directive = root.GetFirstDirective(); directive is not null && directive.SpanStart < statement.SpanStart; directive = directive.GetNextDirective())
        {
            if (directive.IsKind(SyntaxKind.IfDirectiveTrivia)) open++;
            if (directive.IsKind(SyntaxKind.EndIfDirectiveTrivia)) open--;
        }
        // A directive inside the statement: its lines are not the same in each build.
        return open != 0 || statement.DescendantTrivia().Any(t => t.IsDirective && t.SpanStart > statement.SpanStart);
    }

    private static string? LastName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };
}
