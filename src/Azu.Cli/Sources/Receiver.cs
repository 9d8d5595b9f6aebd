using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>
/// Tells calls of ASP.NET Core from methods of the same name in other libraries. Nothing is compiled, so the receiver decides: its declared type where
/// there is one, else its name.
/// </summary>
internal static class Receiver
{
    /// <summary>Whether a call is an extension of <c>IServiceCollection</c>.</summary>
    public static bool IsServices(InvocationExpressionSyntax call) => call.Receiver() is { } receiver && IsServices(receiver);

    /// <summary>Whether a call is an extension of <c>IApplicationBuilder</c>.</summary>
    public static bool IsApplication(InvocationExpressionSyntax call) => call.Receiver() is { } receiver && IsApplication(receiver);

    private static bool IsServices(ExpressionSyntax receiver) => receiver switch
    {
        ParenthesizedExpressionSyntax inner => IsServices(inner.Expression),
        // A chain. Health checks have a builder of their own.
        InvocationExpressionSyntax chained => chained.CalledName() != "AddHealthChecks" && chained.Receiver() is { } first && IsServices(first),
        MemberAccessExpressionSyntax member => IsServicesName(member.Name.Identifier.ValueText),
        MemberBindingExpressionSyntax binding => IsServicesName(binding.Name.Identifier.ValueText),
        IdentifierNameSyntax name => DeclaredType(name) is { } type ? type == "IServiceCollection" : IsServicesName(name.Identifier.ValueText),
        _ => false,
    };

    private static bool IsApplication(ExpressionSyntax receiver) => receiver switch
    {
        ParenthesizedExpressionSyntax inner => IsApplication(inner.Expression),
        InvocationExpressionSyntax chained => chained.Receiver() is { } first && IsApplication(first),
        IdentifierNameSyntax name => DeclaredType(name) is { } type
            ? type is "IApplicationBuilder" or "WebApplication"
            : name.Identifier.ValueText is "app" or "application" or "web" or "builder" or "SessionMiddlewareExtensions" || IsBuilt(name),
        _ => false,
    };

    private static bool IsServicesName(string name) => name.EndsWith("services", StringComparison.OrdinalIgnoreCase) || name is "serviceCollection" or "SessionServiceCollectionExtensions";

    /// <summary>The type that a parameter or a variable is declared with. Null for <c>var</c>, and for a lambda without types.</summary>
    private static string? DeclaredType(IdentifierNameSyntax name)
    {
        var text = name.Identifier.ValueText;
        foreach (var scope in name.Ancestors())
        {
            var type = scope switch
            {
                SimpleLambdaExpressionSyntax lambda when lambda.Parameter.Identifier.ValueText == text => "",
                ParenthesizedLambdaExpressionSyntax lambda => TypeIn(lambda.ParameterList),
                BaseMethodDeclarationSyntax method => TypeIn(method.ParameterList),
                LocalFunctionStatementSyntax function => TypeIn(function.ParameterList),
                _ => null,
            };
            if (type is not null) return type.Length == 0 ? null : type;
        }
        return Declarations(name).Select(d => ((VariableDeclarationSyntax)d.Parent!).Type.LastName()).FirstOrDefault(type => type != "var");

        string? TypeIn(ParameterListSyntax parameters) =>
            parameters.Parameters.FirstOrDefault(p => p.Identifier.ValueText == text) is { } parameter ? parameter.Type.LastName() ?? "" : null;
    }

    private static bool IsBuilt(IdentifierNameSyntax name) =>
        Declarations(name).Any(d => d.Initializer?.Value is InvocationExpressionSyntax call && (call.CalledName() == "Build" || call.Receiver() is IdentifierNameSyntax { Identifier.ValueText: "WebApplication" }));

    private static IEnumerable<VariableDeclaratorSyntax> Declarations(IdentifierNameSyntax name) =>
        name.SyntaxTree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>().Where(d => d.Identifier.ValueText == name.Identifier.ValueText && d.Parent is VariableDeclarationSyntax);
}
