using System.Reflection;
using System.Reflection.Emit;

namespace Azu.Sessions.Repository.Tests;

/// <summary>Which types of its own assembly a type uses: in its declaration, its members' signatures, attributes and bodies.</summary>
internal static class TypeUse
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    /// <summary>Each used type with the place that uses it, to be shown to whoever has to cut the tie.</summary>
    public static IEnumerable<(Type Used, string Place)> Of(Type type)
    {
        var name = SourceMap.Outermost(type).Name;
        return Declaration(type).Select(used => (used, name))
            .Concat(type.GetMembers(All).Where(m => m is not Type).SelectMany(m => Member(m).Select(used => (used, $"{name}.{m.Name}"))))
            .SelectMany(pair => Parts(pair.used).Select(part => (part, pair.Item2)))
            .Where(pair => pair.part.Assembly == type.Assembly);
    }

    private static IEnumerable<Type> Declaration(Type type) =>
        [.. OneOrNone(type.BaseType), .. type.GetInterfaces(), .. Constraints(type.GetGenericArguments()), .. Attributes(type)];

    private static IEnumerable<Type> Member(MemberInfo member) => Attributes(member).Concat(member switch
    {
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        EventInfo { EventHandlerType: { } handler } => [handler],
        MethodBase method => Method(method),
        _ => [],
    });

    private static IEnumerable<Type> Method(MethodBase method)
    {
        foreach (var parameter in method.GetParameters())
        {
            yield return parameter.ParameterType;
            foreach (var used in Attributes(parameter.CustomAttributes)) yield return used;
        }
        if (method is MethodInfo { ReturnType: var result }) yield return result;
        if (method.IsGenericMethod)
        {
            foreach (var used in Constraints(method.GetGenericArguments())) yield return used;
        }
        foreach (var used in Body(method)) yield return used;
    }

    private static IEnumerable<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body) return [];
        Type[] typeArguments = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : [];
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        return body.LocalVariables.Select(local => local.LocalType)
            .Concat(body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause).Select(c => c.CatchType).OfType<Type>())
            .Concat(Tokens(body.GetILAsByteArray() ?? []).SelectMany(token => Named(method.Module.ResolveMember(token, typeArguments, methodArguments))));
    }

    private static IEnumerable<Type> Named(MemberInfo? member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => [.. OneOrNone(method.DeclaringType), .. method.GetGenericArguments()],
        not null => OneOrNone(member.DeclaringType),
        null => [],
    };

    /// <summary>The operands of a body that name a type, a method or a field.</summary>
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? s_opCodes[(short)(0xFE00 | il[at + 1])] : s_opCodes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return BitConverter.ToInt32(il, at);
            }
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Attributes(MemberInfo member) => Attributes(member.CustomAttributes);

    private static IEnumerable<Type> Attributes(IEnumerable<CustomAttributeData> attributes) => attributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(n => n.TypedValue))
            .Select(argument => argument.Value).OfType<Type>().Append(attribute.AttributeType));

    private static IEnumerable<Type> Constraints(Type[] arguments) =>
        arguments.Where(a => a.IsGenericParameter).SelectMany(a => a.GetGenericParameterConstraints());

    /// <summary><c>Task&lt;Thing[]&gt;</c> is made of <c>Task</c> and <c>Thing</c>.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        if (type.IsGenericParameter || type.IsFunctionPointer) return [];
        return type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static Type[] OneOrNone(Type? type) => type is null ? [] : [type];
}
