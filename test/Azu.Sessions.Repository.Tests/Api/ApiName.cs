using System.Reflection;

namespace Azu.Sessions.Repository.Tests;

/// <summary>How a type is named where it is used.</summary>
internal static class ApiName
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, NullMarks.Of(parameter));

    /// <summary>The name of a type; with the marks of the place where it is used, also what may be null.</summary>
    public static string Of(Type type, NullMarks? marks = null)
    {
        if (type.IsByRef) return Of(type.GetElementType()!, marks);
        if (type.IsPointer) return Of(type.GetElementType()!, marks) + "*";
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value, marks) + "?";
        var isNullable = (type.IsGenericType || !type.IsValueType) && marks?.Next() == 2;
        return Named(type, marks) + (isNullable ? "?" : "");
    }

    public static string Constraints(Type[] arguments) => string.Concat(arguments.Where(a => a.IsGenericParameter).Select(argument =>
    {
        var flags = argument.GenericParameterAttributes;
        var mark = NullMarks.OfTypeParameter(argument).Next();
        List<string> all = [];
        if (flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)) all.Add("struct");
        else if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) all.Add(mark == 2 ? "class?" : "class");
        else if (mark == 1) all.Add("notnull");
        all.AddRange(argument.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => Of(c)));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && all is not ["struct", ..]) all.Add("new()");
        return all.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", all)}";
    }));

    private static string Named(Type type, NullMarks? marks)
    {
        if (type.IsArray) return Of(type.GetElementType()!, marks) + "[]";
        if (type.IsGenericParameter) return type.Name;
        return s_keywords.TryGetValue(type, out var keyword)
            ? keyword
            : Qualified(type, [.. type.GetGenericArguments().Select(a => Variance(a) + Of(a, marks))]);
    }

    // A generic type's arguments begin with those of the types around it: each level takes its share.
    private static string Qualified(Type type, string[] arguments)
    {
        var taken = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var name = type.Name.Split('`')[0];
        if (arguments.Length > taken) name += $"<{string.Join(", ", arguments[taken..])}>";
        return type.DeclaringType is { } outer ? $"{Qualified(outer, arguments[..taken])}.{name}" : name;
    }

    private static string Variance(Type argument) => !argument.IsGenericParameter ? "" :
        (argument.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Covariant => "out ",
            GenericParameterAttributes.Contravariant => "in ",
            _ => "",
        };
}
