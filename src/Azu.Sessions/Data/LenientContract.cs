using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Azu.Sessions;

/// <summary>How session types are read: nothing is required, and what a document does not have keeps its property initialiser.</summary>
internal static class LenientContract
{
    public static void Apply(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties) property.IsRequired = false;
        KeepInitialisers(type);
    }

    /// <summary>
    /// Generated code makes a type with init-only properties in one expression that sets them all, so what the document lacks becomes null
    /// instead of what the initialiser says. Where there is a constructor without parameters, it is used, and properties are set one by one.
    /// </summary>
    private static void KeepInitialisers(JsonTypeInfo type)
    {
        if (type.CreateObject is not null || type.ConstructorAttributeProvider is not ConstructorInfo constructor || constructor.GetParameters().Length > 0) return;
        type.CreateObject = () => constructor.Invoke(null);
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is PropertyInfo { SetMethod: { } setter } member && IsInitOnly(setter)) property.Set = member.SetValue;
        }
    }

    private static bool IsInitOnly(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
