using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azu.Sessions;

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
