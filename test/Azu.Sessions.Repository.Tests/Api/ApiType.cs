using System.Reflection;

namespace Azu.Sessions.Repository.Tests;

/// <summary>How the declaration of a type reads.</summary>
internal static class ApiType
{
    public static string Header(Type type)
    {
        if (typeof(MulticastDelegate).IsAssignableFrom(type) && type.GetMethod("Invoke") is { } invoke)
        {
            return $"delegate {ApiName.Of(invoke.ReturnParameter)} " +
                $"{ApiName.Of(type)}({ApiMember.Parameters(invoke)}){ApiName.Constraints(type.GetGenericArguments())}";
        }
        var above = Above(type).ToList();
        return $"{Kind(type)} {ApiName.Of(type)}{(above.Count == 0 ? "" : " : " + string.Join(", ", above))}{ApiName.Constraints(type.GetGenericArguments())}";
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null ||
        (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);

    private static string Kind(Type type)
    {
        var record = IsRecord(type) ? "record " : "";
        if (type.IsEnum) return type.IsDefined(typeof(FlagsAttribute), inherit: false) ? "[Flags] enum" : "enum";
        if (type.IsInterface) return "interface";
        if (type.IsValueType)
        {
            var isReadOnly = type.CustomAttributes.Any(a => a.AttributeType.Name == "IsReadOnlyAttribute") ? "readonly " : "";
            return $"{isReadOnly}{(type.IsByRefLike ? "ref " : "")}{record}struct";
        }
        var modifier = (type.IsAbstract, type.IsSealed) switch { (true, true) => "static ", (true, _) => "abstract ", (_, true) => "sealed ", _ => "" };
        return $"{modifier}{(record.Length > 0 ? "record" : "class")}";
    }

    // Only what the declaration adds: neither what the base or another interface brings, nor a record's comparison with itself.
    private static IEnumerable<string> Above(Type type)
    {
        if (type.IsEnum) return Enum.GetUnderlyingType(type) is var number && number != typeof(int) ? [ApiName.Of(number)] : [];
        var interfaces = type.GetInterfaces();
        var inherited = interfaces.SelectMany(i => i.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        if (IsRecord(type)) inherited.Add(typeof(IEquatable<>).MakeGenericType(type));
        return (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? new[] { ApiName.Of(parent) } : [])
            .Concat(interfaces.Where(i => !inherited.Contains(i) && (i.IsVisible || i.IsGenericType)).Select(i => ApiName.Of(i)).Order(StringComparer.Ordinal));
    }
}
