using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>The effect of a statement on the pipeline of an application.</summary>
/// <param name="IsFirst">It adds something that sessions must come before.</param>
/// <param name="IsUnclear">It hands the application on, and the callee may add anything.</param>
/// <param name="IsChain">It is one call, or one chain of calls, on the application.</param>
internal sealed record PipelineUse(bool IsFirst, bool IsUnclear, bool IsChain)
{
    // These come before sessions: they need none, and they answer, redirect or catch for everything behind them.
    private static readonly string[] s_before =
    [
        "UseForwardedHeaders", "UseExceptionHandler", "UseDeveloperExceptionPage", "UseHsts", "UseHttpsRedirection", "UseStatusCodePages", "UseStatusCodePagesWithReExecute", "UseStatusCodePagesWithRedirects",
        "UseStaticFiles", "UseDefaultFiles", "UseFileServer", "UseBlazorFrameworkFiles", "UseResponseCompression", "UseHttpLogging", "UseW3CLogging", "UsePathBase", "UseHostFiltering", "UseRequestLocalization",
        "UseMigrationsEndPoint", "UseWebAssemblyDebugging", "UseSwagger", "UseSwaggerUI", "UseOpenApi", "UseSwaggerUi", "UseSerilogRequestLogging",
    ];

    public static PipelineUse Of(StatementSyntax statement, string app)
    {
        var isDirect = statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax;
        var (isFirst, isUnclear, isChain) = (false, false, false);
        foreach (var name in statement.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == app && IsVariable(n)))
        {
            var (calls, isWhole) = Chain(name);
            isUnclear |= calls.Count == 0 && !IsRead(name);
            isChain |= isWhole && statement is ExpressionStatementSyntax;
            // The order of endpoints is not that of the pipeline, so those under a condition may stay above.
            isFirst |= calls.Exists(call => !s_before.Contains(call) && (isDirect || !call.StartsWith("Map", StringComparison.Ordinal)));
        }
        return new(isFirst, isUnclear, isChain);
    }

    /// <summary>Whether a name is a variable, and not a member of something else or the name of an argument.</summary>
    private static bool IsVariable(IdentifierNameSyntax name) =>
        name.Parent is not (NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax) && !(name.Parent is MemberAccessExpressionSyntax member && member.Name == name);

    /// <summary><c>app.Environment</c>: a property, which changes no pipeline.</summary>
    private static bool IsRead(IdentifierNameSyntax name) => name.Parent is MemberAccessExpressionSyntax member && member.Expression == name;

    /// <summary>The calls of a chain that begins at the application, and whether the statement is nothing else.</summary>
    private static (List<string> Calls, bool IsWhole) Chain(IdentifierNameSyntax app)
    {
        List<string> calls = [];
        SyntaxNode node = app;
        while (node.Parent is MemberAccessExpressionSyntax member && member.Expression == node && member.Parent is InvocationExpressionSyntax call && call.Expression == member)
        {
            calls.Add(member.Name.Identifier.ValueText);
            node = call;
        }
        return (calls, calls.Count > 0 && node.Parent is ExpressionStatementSyntax);
    }
}
