using System.Globalization;
using System.Text.Json;
using Azu.Sessions;

namespace Azu.Cli;

/// <summary>A session for programs. The names are a promise: <c>docs/command-line.md</c> lists them.</summary>
internal static class SessionJson
{
    public static void Write(Utf8JsonWriter json, SessionSnapshot<SessionItems> session)
    {
        json.WriteString("id", session.Id.ToString());
        json.WriteString("subject", session.Subject);
        json.WriteString("createdAt", Time(session.CreatedAt));
        json.WriteString("signedInAt", Time(session.SignedInAt));
        json.WriteString("lastSeenAt", Time(session.LastSeenAt));
        json.WriteString("expiresAt", Time(session.ExpiresAt));
        json.WriteString("absoluteExpiresAt", Time(session.AbsoluteExpiresAt));
        json.WriteString("address", session.Client?.Address);
        json.WriteString("userAgent", session.Client?.UserAgent);
        json.WriteNumber("version", session.Version);
        json.WriteNumber("bytes", session.PayloadBytes);
    }

    /// <summary>The values of a session, as they are stored.</summary>
    public static void Write(Utf8JsonWriter json, SessionItems items)
    {
        foreach (var (name, value) in items)
        {
            json.WritePropertyName(name);
            switch (value)
            {
                case null: json.WriteNullValue(); break;
                case string text: json.WriteStringValue(text); break;
                case bool truth: json.WriteBooleanValue(truth); break;
                case long number: json.WriteNumberValue(number); break;
                case double number: json.WriteNumberValue(number); break;
                case JsonElement element: element.WriteTo(json); break;
                default: json.WriteStringValue(value.ToString()); break;
            }
        }
    }

    public static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
