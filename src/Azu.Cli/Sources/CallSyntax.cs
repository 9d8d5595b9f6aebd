using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Azu.Cli;

/// <summary>The parts of a call.</summary>
internal static class CallSyntax
{
    /// <summary>The name of the called method, without type arguments. Null for a call of a value.</summary>
    public static string? CalledName(this InvocationExpressionSyntax call) => call.NameNode()?.Identifier.ValueText;

    /// <summary>The node of that name: where the call stands, in a chain of many lines.</summary>
    public static SimpleNameSyntax? NameNode(this InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>The expression before the point. Null for a call without one.</summary>
    public static ExpressionSyntax? Receiver(this InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Expression,
        MemberBindingExpressionSyntax => call.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
        _ => null,
    };

    /// <summary>The type arguments of a call, as they are written.</summary>
    public static IReadOnlyList<TypeSyntax> TypeArguments(this InvocationExpressionSyntax call) =>
        call.NameNode() is GenericNameSyntax generic ? [.. generic.TypeArgumentList.Arguments] : [];

    /// <summary>The last name of a type: <c>RedisStoreOptions</c> for <c>Azu.Sessions.Redis.RedisStoreOptions?</c>.</summary>
    public static string? LastName(this TypeSyntax? type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        NullableTypeSyntax nullable => nullable.ElementType.LastName(),
        _ => null,
    };
}
