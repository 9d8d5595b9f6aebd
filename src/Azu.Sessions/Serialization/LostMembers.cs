using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Azu.Sessions;

/// <summary>
/// Finds the members of a session type that JSON loses in silence, with all that the type contains. It asks the serializer what it knows of each
/// type, and compares that with the state that objects of the type have.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Members that were trimmed away are not found, and only a warning depends on them.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As for IL2070.")]
internal sealed class LostMembers
{
    private readonly JsonSerializerOptions _options;
    private readonly HashSet<Type> _seen = [];
    private readonly List<string> _lost = [];

    private LostMembers(JsonSerializerOptions options) => _options = options;

    /// <param name="root">How the session type is read.</param>
    /// <returns>The path of each member that is lost, with the reason.</returns>
    public static IReadOnlyList<string> Of(JsonTypeInfo root)
    {
        var members = new LostMembers(root.Options);
        members.VisitMembers(root, "");
        return members._lost;
    }

    private void VisitMembers(JsonTypeInfo type, string path)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !_seen.Add(type.Type)) return;
        var kept = new HashSet<MemberInfo>();
        foreach (var property in type.Properties)
        {
            if (!IsKept(property, type)) continue;
            if (property.AttributeProvider is MemberInfo member)
            {
                kept.Add(member);
                if (MemberState.Of(member) is { } field) kept.Add(field);
            }

            if (!property.IsExtensionData && property.CustomConverter is null) VisitType(property.PropertyType, Join(path, property));
        }

        foreach (var (member, why) in MemberState.Lost(type.Type, kept)) Add(path.Length == 0 ? member : $"{path}.{member}", why);
    }

    private void VisitType(Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(object))
        {
            Add(path, "an object, which is read as a JsonElement");
            return;
        }

        if (!_options.TryGetTypeInfo(type, out var info) || info.Kind == JsonTypeInfoKind.None) return;
        // What names its derived types is read by their names.
        if (info.PolymorphismOptions is null && WhyUnreadable(info) is { } reason)
        {
            Add(path, reason);
            return;
        }

        if (info.KeyType == typeof(object)) Add(path, "keys that are objects");
        if (info.ElementType is { } element) VisitType(element, path + "[]");
        else if (IsValueTuple(type) && !_options.IncludeFields) Add(path, "a value tuple");
        else if (MemberState.IsEmpty(info)) Add(path, $"nothing of {type.Name} is written");
        else VisitMembers(info, path);
        VisitDerived(info, path);
    }

    private void VisitDerived(JsonTypeInfo info, string path)
    {
        var known = info.PolymorphismOptions?.DerivedTypes.Select(d => d.DerivedType).ToHashSet() ?? [];
        foreach (var derived in known)
        {
            if (_options.TryGetTypeInfo(derived, out var type)) VisitMembers(type, path);
        }

        // Where derived types are named, writing one that is not throws, unless the application wants it written as its base.
        if (info.PolymorphismOptions is { UnknownDerivedTypeHandling: JsonUnknownDerivedTypeHandling.FailSerialization }) return;
        if (MemberState.DerivedFrom(info.Type).FirstOrDefault(t => !known.Contains(t)) is { } other) Add(path,
            $"{other.Name} derives from {info.Type.Name} and is read as that");
    }

    /// <summary>Tries the type with an empty document: some collections can only be written, and some types cannot be made.</summary>
    private static string? WhyUnreadable(JsonTypeInfo info)
    {
        var document = info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => "[]",
            // The name is wrong for most kinds of keys; what counts is whether there is a way to read one.
            JsonTypeInfoKind.Dictionary => """{"":null}""",
            _ => "{}",
        };
        try
        {
            JsonSerializer.Deserialize(document, info);
            return null;
        }
        catch (NotSupportedException)
        {
            return info.KeyType is null ? $"{info.Type.Name} cannot be read" : $"{info.Type.Name} cannot be read, or its keys cannot";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A constructor that refuses nothing but an empty document, say.
            return null;
        }
    }

    private bool IsKept(JsonPropertyInfo property, JsonTypeInfo type)
    {
        if (property.Get is null) return false;
        if (property.Set is not null || property.AssociatedParameter is not null) return true;
        var handling = property.ObjectCreationHandling ?? type.PreferredPropertyObjectCreationHandling ?? _options.PreferredObjectCreationHandling;
        return handling == JsonObjectCreationHandling.Populate && !property.PropertyType.IsValueType;
    }

    private static bool IsValueTuple(Type type) => type.IsValueType && type.IsAssignableTo(typeof(System.Runtime.CompilerServices.ITuple));

    private static string Join(string path, JsonPropertyInfo property)
    {
        var name = (property.AttributeProvider as MemberInfo)?.Name ?? property.Name;
        return path.Length == 0 ? name : $"{path}.{name}";
    }

    private void Add(string path, string why) => _lost.Add($"{path} ({why})");
}
