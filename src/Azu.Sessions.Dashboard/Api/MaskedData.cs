using System.Text.Json;
using System.Text.Json.Nodes;

namespace Azu.Sessions.Dashboard;

/// <summary>The structure of a session's data: names and kinds, no value.</summary>
internal static class MaskedData
{
    private const int MaxNodes = 500;
    private const int MaxName = 100;

    /// <summary>False where it is no JSON.</summary>
    public static bool TryMask(ReadOnlyMemory<byte> json, out JsonNode? masked)
    {
        masked = null;
        if (json.IsEmpty) return true;
        try
        {
            using var document = JsonDocument.Parse(json);
            var left = MaxNodes;
            masked = Masked(document.RootElement, ref left);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonNode? Masked(JsonElement value, ref int left)
    {
        left--;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in value.EnumerateObject())
                {
                    if (left <= 0) break;
                    members[member.Name.Length <= MaxName ? member.Name : member.Name[..MaxName]] = Masked(member.Value, ref left);
                }

                return members;
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in value.EnumerateArray())
                {
                    if (left <= 0) break;
                    items.Add(Masked(item, ref left));
                }

                return items;
            case JsonValueKind.String:
                return JsonValue.Create($"text of {value.GetString()!.Length}");
            case JsonValueKind.Number:
                return JsonValue.Create("number");
            case JsonValueKind.True or JsonValueKind.False:
                return JsonValue.Create("true or false");
            default:
                return JsonValue.Create("null");
        }
    }
}
