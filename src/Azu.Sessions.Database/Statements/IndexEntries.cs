using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azu.Sessions.Database;

/// <summary>
/// The declared indexes of a session: in its row as JSON, <c>[{"tenant":"north"},{"role":"admin"}]</c>, in their order; and beside it, for look-up, a
/// digest of each.
/// </summary>
internal static class IndexEntries
{
    // The text goes into a database and not into a page, so that people can read it there.
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">A name or a value holds half a surrogate pair.</exception>
    public static string? ToJson(IReadOnlyList<SessionIndexEntry> entries)
    {
        if (entries.Count == 0) return null;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, s_readable))
        {
            writer.WriteStartArray();
            for (var i = 0; i < entries.Count; i++)
            {
                writer.WriteStartObject();
                writer.WriteString(StoredText.Exact(entries[i].Name), StoredText.Exact(entries[i].Value));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    public static IReadOnlyList<SessionIndexEntry> FromJson(string json)
    {
        var entries = new List<SessionIndexEntry>();
        using var document = JsonDocument.Parse(json);
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            foreach (var pair in entry.EnumerateObject()) entries.Add(new(StoredText.Read(pair.Name), StoredText.Read(pair.Value.GetString() ?? "")));
        }
        return entries;
    }

    /// <summary>The digests of the entries, each once.</summary>
    public static byte[][] Keys(IReadOnlyList<SessionIndexEntry> entries)
    {
        var keys = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            var key = Key(entries[i]);
            keys[Convert.ToHexStringLower(key)] = key;
        }
        return [.. keys.Values];
    }

    /// <summary>
    /// SHA-256 of the length of the name, the name and the value: an index takes values of any length then, and the border between the two counts.
    /// </summary>
    public static byte[] Key(SessionIndexEntry entry)
    {
        var name = Encoding.UTF8.GetByteCount(entry.Name);
        var bytes = new byte[sizeof(int) + name + Encoding.UTF8.GetByteCount(entry.Value)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, name);
        Encoding.UTF8.GetBytes(entry.Name, bytes.AsSpan(sizeof(int)));
        Encoding.UTF8.GetBytes(entry.Value, bytes.AsSpan(sizeof(int) + name));
        return SHA256.HashData(bytes);
    }
}
