using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Azu.Sessions;

/// <summary>
/// <typeparamref name="TData"/> to JSON and back. Reading is lenient, because a deploy that changes the type must not end sessions:
/// <c>required</c> is lifted, and a property that does not fit is hidden. Writing always gives the same bytes for the same value.
/// </summary>
internal sealed class SessionSerializer<TData> where TData : notnull
{
    private static readonly byte[] s_empty = "{}"u8.ToArray();

    [ThreadStatic]
    private static JsonScratch? t_scratch;

    private readonly JsonTypeInfo<TData> _write;
    private readonly JsonTypeInfo<TData> _read;

    /// <param name="context">The generated types of the application; null: by reflection.</param>
    /// <exception cref="InvalidOperationException">There is no way to serialise the type, or it is no JSON object.</exception>
    public SessionSerializer(JsonSerializerContext? context)
    {
        var options = Options(context);
        _write = TypeInfo(options);
        _read = TypeInfo(new JsonSerializerOptions(options)
        {
            TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(PropertyInitialisers.Keep).WithAddedModifier(LiftRequired),
            RespectRequiredConstructorParameters = false,
        });
        EmptyDocument = WriteEmpty();
    }

    /// <summary>What <see cref="Empty"/> is written as.</summary>
    public byte[] EmptyDocument { get; }

    /// <summary>The data of a session into which nothing was put: the defaults of the type's own property initialisers.</summary>
    public TData Empty() => Deserialize(s_empty, out _);

    /// <summary>Finds the members of the type, and of what it contains, that are not in a document: each with its path and the reason.</summary>
    public IReadOnlyList<string> FindLost() => LostMembers.Of(_read);

    /// <summary>Reads a document; no bytes are the empty one.</summary>
    /// <param name="document">The stored JSON object.</param>
    /// <param name="hidden">The paths of properties that do not fit the type; null where all do.</param>
    /// <exception cref="JsonException">The document cannot be read at all.</exception>
    public TData Deserialize(ReadOnlyMemory<byte> document, out IReadOnlyList<string>? hidden)
    {
        hidden = null;
        var bytes = document.IsEmpty ? s_empty : document.Span;
        try
        {
            return Read(bytes);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Not only JsonException: a converter or a constructor of the application may throw anything at a value of an older shape.
            return new LenientReader<TData>(Read).Read(document, e, out hidden);
        }
    }

    /// <summary>The bytes of a value, in memory that the next call on this thread overwrites.</summary>
    public ReadOnlySpan<byte> SerializeToScratch(TData data)
    {
        var scratch = t_scratch ??= new();
        JsonSerializer.Serialize(scratch.Start(_write.Options), data, _write);
        return scratch.Written;
    }

    public byte[] Serialize(TData data) => SerializeToScratch(data).ToArray();

    private TData Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, _read) ?? throw new JsonException("The document is null.");

    private byte[] WriteEmpty()
    {
        const string What = "Use a class, record or struct with properties, all of which may be missing";
        try
        {
            var document = Serialize(Empty());
            return document[0] == (byte)'{'
                ? document
                : throw new InvalidOperationException($"The session type {typeof(TData)} is written as a JSON value that is no object. {What}.");
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"An empty JSON object cannot be read as the session type {typeof(TData)}. {What}. ({e.Message})", e);
        }
    }

    private static JsonTypeInfo<TData> TypeInfo(JsonSerializerOptions options) =>
        options.TryGetTypeInfo(typeof(TData), out var info)
            ? (JsonTypeInfo<TData>)info
            : throw new InvalidOperationException($"The JSON context that was given to WithJsonContext does not know {typeof(TData)}. Add " +
                $"[JsonSerializable(typeof({typeof(TData).Name}))] to it.");

    private static JsonSerializerOptions Options(JsonSerializerContext? context)
    {
        if (context is not null) return context.Options;
        if (SessionJson.Default.GetTypeInfo(typeof(TData)) is not null) return SessionJson.Default.Options;
        if (JsonSerializer.IsReflectionEnabledByDefault) return ByReflection();
        throw new InvalidOperationException($"Reflection-based JSON is off in this application, so sessions of {typeof(TData)} need generated code: call " +
            $".WithJsonContext(MyContext.Default) with a JsonSerializerContext that has [JsonSerializable(typeof({typeof(TData).Name}))].");
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where the application left reflection-based JSON on.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reached only where the application left reflection-based JSON on.")]
    private static JsonSerializerOptions ByReflection() => JsonSerializerOptions.Default;

    private static void LiftRequired(JsonTypeInfo type)
    {
        foreach (var property in type.Properties) property.IsRequired = false;
    }
}
