using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Azu.Sessions.Repository.Tests;

/// <summary>How a member reads.</summary>
internal static class ApiMember
{
    /// <summary>The member in one line; null for what nobody outside can name, and for what every object or record has.</summary>
    public static string? Line(MemberInfo member) => member switch
    {
        FieldInfo field when IsSeen(field.Attributes, field.DeclaringType!) => Field(field),
        PropertyInfo property => Property(property),
        EventInfo { AddMethod: { } add } happening when IsSeen(add) =>
            $"{Modifiers(add)}event {ApiName.Of(happening.EventHandlerType!, NullMarks.Of(happening))} {happening.Name}",
        ConstructorInfo { IsStatic: false } constructor when IsSeen(constructor) && !IsGenerated(constructor) =>
            $"{Access(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})",
        MethodInfo method when IsSeen(method) && IsOwn(method) => Method(method),
        _ => null,
    };

    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, i) =>
    {
        var extended = i == 0 && method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        var passing = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var variable = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        return $"{extended}{variable}{passing}{ApiName.Of(parameter)} {parameter.Name}{Default(parameter)}";
    }));

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        var result = (method.ReturnType.IsByRef ? "ref " : "") + ApiName.Of(method.ReturnParameter);
        return $"{Modifiers(method)}{result} {method.Name}{generic}({Parameters(method)}){ApiName.Constraints(method.GetGenericArguments())}";
    }

    private static string Field(FieldInfo field)
    {
        var type = ApiName.Of(field.FieldType, NullMarks.Of(field));
        var access = field.IsPublic ? "" : "protected ";
        if (field.IsLiteral) return $"{access}const {type} {field.Name} = {Literal(field.GetRawConstantValue())}";
        return $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name}";
    }

    private static string? Property(PropertyInfo property)
    {
        var get = property.GetMethod is { } g && IsSeen(g) ? g : null;
        var set = property.SetMethod is { } s && IsSeen(s) ? s : null;
        if ((get ?? set) is not { } shown || property.Name == "EqualityContract") return null;

        var required = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false) ? "required " : "";
        // What is known of null stands at the accessor's parameters, and not at their twins in the property.
        var places = shown.GetParameters()[..property.GetIndexParameters().Length].Select(p => $"{ApiName.Of(p)} {p.Name}").ToList();
        var name = places.Count > 0 ? $"this[{string.Join(", ", places)}]" : property.Name;
        var isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var accessors = (get is null ? "" : "get; ") +
            (set is null ? "" : (get is not null && get.IsPublic != set.IsPublic ? Access(set) : "") + (isInit ? "init; " : "set; "));
        return $"{Modifiers(shown)}{required}{ApiName.Of(property.PropertyType, NullMarks.Of(property))} {name} {{ {accessors}}}";
    }

    private static string Modifiers(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface) return method switch { { IsStatic: true } => "static ", { IsAbstract: true } => "", _ => "virtual " };
        var inheritance = method switch
        {
            { IsStatic: true } => "static ",
            MethodInfo m when m.GetBaseDefinition() != m => "override ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
        return Access(method) + inheritance;
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static bool IsSeen(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsSeen(FieldAttributes attributes, Type type) => (attributes & FieldAttributes.FieldAccessMask) switch
    {
        FieldAttributes.Public => !type.IsEnum,
        FieldAttributes.Family or FieldAttributes.FamORAssem => !type.IsSealed,
        _ => false,
    };

    // Accessors are shown by their property or event; what the compiler writes for a record, and object's own methods, say nothing.
    private static bool IsOwn(MethodInfo method) =>
        !method.Name.Contains('<', StringComparison.Ordinal) &&
        !IsGenerated(method) &&
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) &&
        method.GetBaseDefinition().DeclaringType != typeof(object);

    private static bool IsGenerated(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue) return "";
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var value = parameter.DefaultValue;
        if (value is null) return parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? " = default" : " = null";
        return " = " + (type.IsEnum ? $"{type.Name}.{Enum.ToObject(type, value)}" : Literal(value));
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
