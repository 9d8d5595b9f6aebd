using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Azu.Sessions;

/// <summary>
/// Has generated code keep what property initialisers say. It sets init-only properties all at once in an object initialiser, those that the
/// document lacks to nothing: <c>string[] Cart { get; init; } = []</c> would read as null. Here the object is made first, and only what the
/// document holds is set.
/// </summary>
internal static class PropertyInitialisers
{
    public static void Keep(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.CreateObject is not null
            || type.ConstructorAttributeProvider is not ConstructorInfo constructor)
            return;
        if (constructor.GetParameters().Length > 0) return; // parameters have defaults of their own, which generated code knows
        foreach (var property in type.Properties)
        {
            if (property is
                {
                    AssociatedParameter.IsMemberInitializer: true,
                    AttributeProvider: PropertyInfo { CanWrite: true } member
                }) property.Set = member.SetValue;
        }

        // Last: it cuts the properties' tie to the object initialiser.
        type.CreateObject = () => constructor.Invoke(null);
    }
}
