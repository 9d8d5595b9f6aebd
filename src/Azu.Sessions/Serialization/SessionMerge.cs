using System.Text.Json;
using System.Text.Json.Nodes;

namespace Azu.Sessions;

/// <summary>One thing that a request did to a document: a value set or removed at a path of property names.</summary>
/// <param name="Path">The property names from the root down.</param>
/// <param name="Before">What stood there when the request began; null: nothing.</param>
/// <param name="After">What it set; null: it removed what was there. (JSON's own null is an element of that kind.)</param>
internal sealed record JsonIntent(string[] Path, JsonElement? Before, JsonElement? After);

/// <summary>
/// Finds what a request changed, and does the same to another document. Objects are entered property by property; arrays and scalars are
/// atomic, because two edits of one list have no meaning in common. Pure.
/// </summary>
internal static class SessionMerge
{
    private static readonly ReadOnlyMemory<byte> s_emptyDocument = "{}"u8.ToArray();

    /// <summary>
    /// What leads from <paramref name="before"/> to <paramref name="after"/>; both are JSON objects (or nothing at all, which is an empty one).
    /// </summary>
    public static List<JsonIntent> Diff(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        var intents = new List<JsonIntent>();
        // The elements outlive this method, so the documents are parsed into memory of their own and not pooled.
        Compare([], JsonElement.Parse(OrEmpty(before).Span), JsonElement.Parse(OrEmpty(after).Span), intents);
        return intents;
    }

    /// <summary>Does the same to <paramref name="document"/>; what the intents do not name stays as it is.</summary>
    public static byte[] Apply(ReadOnlyMemory<byte> document, IReadOnlyCollection<JsonIntent> intents)
    {
        var root = Parse(document);
        foreach (var intent in intents) Carry(root, intent);
        return JsonSerializer.SerializeToUtf8Bytes(root, SessionJson.Default.JsonObject);
    }

    /// <summary>How many values that another request put into <paramref name="document"/> the intents would replace by different ones.</summary>
    public static int CountOverwritten(ReadOnlyMemory<byte> document, IReadOnlyCollection<JsonIntent> intents)
    {
        var root = Parse(document);
        var replaced = new HashSet<(JsonObject Parent, string Name)>();
        foreach (var intent in intents)
        {
            if (Replaced(root, intent) is { } place) replaced.Add(place);
        }

        return replaced.Count;
    }

    private static void Compare(string[] path, JsonElement before, JsonElement after, List<JsonIntent> intents)
    {
        foreach (var property in after.EnumerateObject())
        {
            string[] here = [.. path, property.Name];
            if (!before.TryGetProperty(property.Name, out var old)) intents.Add(new(here, null, property.Value));
            else if (old.ValueKind == JsonValueKind.Object && property.Value.ValueKind == JsonValueKind.Object) Compare(here, old, property.Value, intents);
            else if (!JsonElement.DeepEquals(old, property.Value)) intents.Add(new(here, old, property.Value));
        }

        foreach (var property in before.EnumerateObject())
        {
            if (!after.TryGetProperty(property.Name, out _)) intents.Add(new([.. path, property.Name], property.Value, null));
        }
    }

    private static (JsonObject Parent, string Name)? Replaced(JsonObject root, JsonIntent intent)
    {
        var parent = root;
        foreach (var name in intent.Path.AsSpan()[..^1])
        {
            // Another request removed or replaced what this one knew as an object: setting something inside makes an object of it again.
            if (parent[name] is not JsonObject child) return intent.After is null ? null : (parent, name);
            parent = child;
        }

        var last = intent.Path[^1];
        var exists = parent.TryGetPropertyValue(last, out var value);
        return IsSame(exists, value, intent.Before) || IsSame(exists, value, intent.After) ? null : (parent, last);
    }

    private static bool IsSame(bool exists, JsonNode? node, JsonElement? value) =>
        exists == value.HasValue && (!exists || JsonNode.DeepEquals(node, ToNode(value!.Value)));

    private static void Carry(JsonObject root, JsonIntent intent)
    {
        var parent = root;
        foreach (var name in intent.Path.AsSpan()[..^1])
        {
            if (parent[name] is not JsonObject child)
            {
                if (intent.After is null) return; // what was to be removed is gone with its parent
                parent[name] = child = [];
            }

            parent = child;
        }

        if (intent.After is { } value) parent[intent.Path[^1]] = ToNode(value);
        else parent.Remove(intent.Path[^1]);
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> document) =>
        JsonNode.Parse(OrEmpty(document).Span) as JsonObject ?? throw new JsonException("The document is not a JSON object.");

    private static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    private static ReadOnlyMemory<byte> OrEmpty(ReadOnlyMemory<byte> document) => document.IsEmpty ? s_emptyDocument : document;
}
