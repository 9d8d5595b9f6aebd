using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>Finds the values that an option is set to.</summary>
internal static class OptionAssignments
{
    private static readonly string[] s_configure = ["Configure", "PostConfigure", "ConfigureAll", "PostConfigureAll"];

    /// <summary>The values of an option of this type, such as <c>Cookie.Name</c>. Assignments to other types are left out.</summary>
    public static IEnumerable<ExpressionSyntax> Of(SourceFile file, OptionType type, string path) =>
        from assignment in Assignments(file)
        let target = Target.Of(assignment)
        where target?.Path == path && target.Belongs(type)
        select assignment.Right;

    /// <summary>The values of every option, constant and variable of that name in a file, whatever its type.</summary>
    public static IEnumerable<ExpressionSyntax> Named(SourceFile file, string path)
    {
        var assigned = Assignments(file).Where(a => Target.Of(a)?.Path is { } target && (target == path || target.EndsWith("." + path, StringComparison.Ordinal))).Select(a => a.Right);
        return assigned.Concat(file.All<VariableDeclaratorSyntax>().Where(v => v.Identifier.ValueText == path).Select(v => v.Initializer?.Value).OfType<ExpressionSyntax>());
    }

    private static IEnumerable<AssignmentExpressionSyntax> Assignments(SourceFile file) => file.All<AssignmentExpressionSyntax>().Where(a => a.IsKind(SyntaxKind.SimpleAssignmentExpression));

    /// <summary>The left side of an assignment.</summary>
    /// <param name="Path">The names behind the first point: <c>Cookie.Name</c> of <c>o.Cookie.Name</c>.</param>
    /// <param name="Root">The variable before it. Null in the initializer of a new object.</param>
    /// <param name="Outermost">The new object, or the assignment itself.</param>
    private sealed record Target(string Path, IdentifierNameSyntax? Root, SyntaxNode Outermost)
    {
        public static Target? Of(AssignmentExpressionSyntax assignment)
        {
            List<string> names = [];
            var left = assignment.Left;
            while (left is MemberAccessExpressionSyntax member)
            {
                names.Insert(0, member.Name.Identifier.ValueText);
                left = member.Expression;
            }
            if (left is not IdentifierNameSyntax first) return null;
            if (names.Count > 0) return new(string.Join('.', names), first, assignment);

            var name = first.Identifier.ValueText;
            if (assignment.Parent is not InitializerExpressionSyntax initializer) return new(name, null, assignment);
            // Cookie = { Name = … }, or Cookie = new() { Name = … }.
            var created = initializer.Parent is AssignmentExpressionSyntax ? initializer : initializer.Parent;
            return created?.Parent is AssignmentExpressionSyntax outer && Of(outer) is { } around
                ? around with { Path = $"{around.Path}.{name}" }
                : new(name, null, created ?? assignment);
        }

        public bool Belongs(OptionType type) => Root is { } root ? IsOf(type, root) : Outermost is ObjectCreationExpressionSyntax created ? created.Type.LastName() == type.Name : IsDeclared(type, Outermost);

        private static bool IsOf(OptionType type, IdentifierNameSyntax root)
        {
            var name = root.Identifier.ValueText;
            foreach (var scope in root.Ancestors())
            {
                switch (scope)
                {
                    case SimpleLambdaExpressionSyntax lambda when lambda.Parameter.Identifier.ValueText == name:
                        return IsTaken(type, lambda);
                    case ParenthesizedLambdaExpressionSyntax lambda when Parameter(lambda.ParameterList) is { } parameter:
                        return parameter.Type is null ? IsTaken(type, lambda) : parameter.Type.LastName() == type.Name;
                    case AnonymousMethodExpressionSyntax { ParameterList: { } list } when Parameter(list) is { } parameter:
                        return parameter.Type.LastName() == type.Name;
                    case BaseMethodDeclarationSyntax method when Parameter(method.ParameterList) is { } parameter:
                        return parameter.Type.LastName() == type.Name;
                    case LocalFunctionStatementSyntax function when Parameter(function.ParameterList) is { } parameter:
                        return parameter.Type.LastName() == type.Name;
                    default:
                        break;
                }
            }
            return root.SyntaxTree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(v => v.Identifier.ValueText == name && v.Parent is VariableDeclarationSyntax declaration &&
                (declaration.Type.LastName() == type.Name || (v.Initializer?.Value as ObjectCreationExpressionSyntax)?.Type.LastName() == type.Name));

            ParameterSyntax? Parameter(ParameterListSyntax list) => list.Parameters.FirstOrDefault(p => p.Identifier.ValueText == name);
        }

        /// <summary>Whether a lambda is an argument of a call that sets such options, or a variable for one.</summary>
        private static bool IsTaken(OptionType type, LambdaExpressionSyntax lambda) => lambda.Parent switch
        {
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } =>
                type.Calls.Contains(call.CalledName()) || (s_configure.Contains(call.CalledName()) && call.TypeArguments() is [var argument] && argument.LastName() == type.Name),
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: GenericNameSyntax action } } =>
                action.TypeArgumentList.Arguments is [var argument] && argument.LastName() == type.Name,
            _ => false,
        };

        /// <summary><c>RedisStoreOptions options = new() { … };</c></summary>
        private static bool IsDeclared(OptionType type, SyntaxNode created) =>
            created.Parent is EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax declaration } && declaration.Type.LastName() == type.Name;
    }
}
