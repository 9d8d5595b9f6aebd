using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Azu.Sessions;

/// <summary>How the values of an untyped session are read and written.</summary>
internal static class SessionItemTypes
{
    private static readonly ConcurrentDictionary<Type, JsonTypeInfo> s_known = new();

    public static JsonTypeInfo Of(Type type) => s_known.GetOrAdd(type, static t =>
        SessionItemJson.Default.GetTypeInfo(t)
        ?? (JsonSerializer.IsReflectionEnabledByDefault
            ? ByReflection(t)
            : throw new NotSupportedException($"An untyped session cannot hold a {t} without reflection. Use a scalar, a string or a list of them, or a " +
                "typed session with WithJsonContext.")));

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where the application left reflection-based JSON on.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reached only where the application left reflection-based JSON on.")]
    private static JsonTypeInfo ByReflection(Type type) => JsonSerializerOptions.Default.GetTypeInfo(type);
}
