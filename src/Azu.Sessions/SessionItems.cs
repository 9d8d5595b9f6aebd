using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azu.Sessions;

/// <summary>
/// The data of an untyped session: named values of any JSON type. Two requests that set different names both keep what they set.
/// Scalars, strings and their lists work without reflection; other types need it, or a context given to <c>WithJsonContext</c>.
/// </summary>
[JsonConverter(typeof(SessionItemsConverter))]
[SuppressMessage("Naming", "MA0048", Justification = "The class is a dictionary of items.")]
public sealed class SessionItems : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly Dictionary<string, JsonElement> _values = [];

    /// <summary>The names.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>
    /// The value of that name: a string, bool, long, double, null, or a <see cref="JsonElement"/> for lists and objects; null where there is none.
    /// Setting null removes it.
    /// </summary>
    public object? this[string name]
    {
        get => _values.TryGetValue(name, out var value) ? ToObject(value) : null;
        set
        {
            if (value is null) Remove(name);
            else _values[name] = JsonSerializer.SerializeToElement(value, SessionItemTypes.Of(value.GetType()));
        }
    }

    /// <summary>The value of that name; <c>default</c> where there is none.</summary>
    /// <exception cref="JsonException">The value is of another type.</exception>
    public T? Get<T>(string name) =>
        _values.TryGetValue(name, out var value) ? (T?)value.Deserialize(SessionItemTypes.Of(typeof(T))) : default;

    /// <summary>The value of that name, if there is one.</summary>
    public bool TryGet<T>(string name, [MaybeNull] out T value)
    {
        value = Get<T>(name);
        return _values.ContainsKey(name);
    }

    /// <summary>Sets a value.</summary>
    public void Set<T>(string name, T value) => _values[name] = JsonSerializer.SerializeToElement(value, SessionItemTypes.Of(typeof(T)));

    /// <summary>Whether there is a value of that name.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>Removes a value. False when there was none.</summary>
    public bool Remove(string name) => _values.Remove(name);

    /// <summary>Removes a value and returns it; <c>default</c> where there is none.</summary>
    public T? Pop<T>(string name)
    {
        var value = Get<T>(name);
        Remove(name);
        return value;
    }

    /// <summary>Removes every value.</summary>
    public void Clear() => _values.Clear();

    /// <summary>Names and values, in the form of the indexer.</summary>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (var (name, value) in _values) yield return new(name, ToObject(value));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal IEnumerable<KeyValuePair<string, JsonElement>> Elements => _values;

    internal void SetElement(string name, JsonElement value) => _values[name] = value;

    private static object? ToObject(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : (object)value.GetDouble(),
        JsonValueKind.Null => null,
        _ => value,
    };
}

/// <summary>Writes items as one JSON object, so that they merge name by name.</summary>
internal sealed class SessionItemsConverter : JsonConverter<SessionItems>
{
    public override SessionItems Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Session items are a JSON object.");
        var items = new SessionItems();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            items.SetElement(name, JsonElement.ParseValue(ref reader));
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, SessionItems value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, element) in value.Elements)
        {
            writer.WritePropertyName(name);
            element.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
