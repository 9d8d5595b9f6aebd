using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Azu.Sessions;

/// <summary>What of a type is state, as far as reflection shows it: public fields, and properties that hand out a field of their object.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Members that were trimmed away are not found, and only a warning depends on them.")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "As for IL2026.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As for IL2026.")]
internal static class MemberState
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The field that a member is, or that a property hands out; null where its value is computed.</summary>
    public static FieldInfo? Of(MemberInfo member) => member switch
    {
        FieldInfo field => field,
        PropertyInfo { GetMethod: { } getter } property => ReadBy(getter, property),
        _ => null,
    };

    /// <summary>The members with state that is in none of those that are kept, with the reasons.</summary>
    public static IEnumerable<(string Name, string Why)> Lost(Type type, HashSet<MemberInfo> kept)
    {
        for (var declaring = type; declaring is not null && declaring != typeof(object) && declaring != typeof(ValueType); declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(Declared))
            {
                if (field.IsPublic && !IsKept(field, kept)) yield return (field.Name, "a field");
            }

            foreach (var property in declaring.GetProperties(Declared))
            {
                if (property.GetIndexParameters().Length > 0 || IsKept(property, kept)) continue;
                if (property.GetMethod is null) yield return (property.Name, "no getter");
                else if (Of(property) is { } state && !IsKept(state, kept) && !IsConstant(property, state)) yield return (property.Name,
                    property.GetMethod.IsPublic ? "no setter that JSON can use" : "not public");
            }
        }
    }

    /// <summary>Whether objects of a type have state, and JSON writes none of it: <c>BigInteger</c> is written as its signs.</summary>
    public static bool IsEmpty(JsonTypeInfo type) =>
        !type.Properties.Any(p => p.Get is not null && (p.Set is not null || p.AssociatedParameter is not null))
        && !Lost(type.Type, []).Any()
        && type.Type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0;

    /// <summary>The types in the same assembly that derive from a type.</summary>
    public static IEnumerable<Type> DerivedFrom(Type type) =>
        type.IsSealed || type.IsValueType || type.Assembly == typeof(object).Assembly
            ? []
            : type.Assembly.GetTypes().Where(t => t != type && !t.IsAbstract && t.IsAssignableTo(type));

    private static bool IsKept(MemberInfo member, HashSet<MemberInfo> kept) =>
        member.IsDefined(typeof(JsonIgnoreAttribute)) || kept.Any(k => k.HasSameMetadataDefinitionAs(member));

    /// <summary>A value that only an initialiser can have set is the same in every object.</summary>
    private static bool IsConstant(PropertyInfo property, FieldInfo state) =>
        state.IsInitOnly && (state.FieldType.IsValueType || state.FieldType == typeof(string))
        && property.DeclaringType!.GetConstructors(Declared)
            .All(c => c.GetParameters() is var p && (p.Length == 0 || (p.Length == 1 && p[0].ParameterType == property.DeclaringType)));

    /// <summary>An automatic property, or a getter that does nothing but load a field of its object and return it.</summary>
    private static FieldInfo? ReadBy(MethodInfo getter, PropertyInfo property)
    {
        const byte LoadThis = 0x02, LoadField = 0x7B, Return = 0x2A;
        var declaring = property.DeclaringType!;
        if (declaring.GetField($"<{property.Name}>k__BackingField", Declared) is { } backing) return backing;
        if (getter.IsDefined(typeof(CompilerGeneratedAttribute))
            || getter.GetMethodBody()?.GetILAsByteArray() is not [LoadThis, LoadField, _, _, _, _, Return] code)
            return null;
        return declaring.Module.ResolveField(BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(2)), declaring.GetGenericArguments(), null);
    }
}
