using System.Text.Json;
using System.Text.Json.Nodes;

namespace Azu.Sessions;

/// <summary>
/// Reads what fits of a document that does not fit as a whole: each property is tried by itself, objects are entered, and what cannot be
/// read is left out. Slow, and only ever needed after a deploy that changed a type.
/// </summary>
internal sealed class LenientReader<TData>(LenientReader<TData>.Reader read)
{
    public delegate TData Reader(ReadOnlySpan<byte> json);

    /// <param name="document">What did not fit.</param>
    /// <param name="cause">Why; thrown again where nothing can be read, or leaving out properties does not help.</param>
    /// <param name="hidden">The paths that were left out.</param>
    public TData Read(ReadOnlyMemory<byte> document, Exception cause, out IReadOnlyList<string>? hidden)
    {
        JsonObject? root = null;
        try
        {
            root = JsonNode.Parse(document.Span) as JsonObject;
        }
        catch (JsonException)
        {
            // Not JSON at all: nothing to salvage.
        }

        if (root is null) throw Unreadable(cause);
        var left = new List<string>();
        RemoveUnreadable(root, "", value => (JsonObject)value.DeepClone(), left);
        hidden = left;
        try
        {
            return Try(root);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw Unreadable(cause);
        }
    }

    private void RemoveUnreadable(JsonObject node, string path, Func<JsonObject, JsonObject> enclose, List<string> hidden)
    {
        foreach (var (name, value) in node.ToArray())
        {
            JsonObject Enclose(JsonNode? inner) => enclose(new JsonObject { [name] = inner?.DeepClone() });
            if (CanRead(Enclose(value))) continue;
            if (value is JsonObject child && CanRead(Enclose(new JsonObject())))
            {
                RemoveUnreadable(child, path + name + ".", Enclose, hidden);
                if (CanRead(Enclose(child))) continue;
            }

            node.Remove(name);
            hidden.Add(path + name);
        }
    }

    private bool CanRead(JsonObject root)
    {
        try
        {
            Try(root);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    private TData Try(JsonObject root) => read(JsonSerializer.SerializeToUtf8Bytes(root, SessionJson.Default.JsonObject));

    private static JsonException Unreadable(Exception cause) =>
        cause as JsonException ?? new JsonException("The stored document does not fit the session type.", cause);
}
