using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Azu.Sessions.Database;

/// <summary>Values for SQLite. It has no arrays but those of JSON, and JSON has no bytes.</summary>
internal sealed class SqliteValues : SqlValues
{
    private static readonly string[] s_names =
        [.. Enumerable.Range(1, 32).Select(static number => string.Create(CultureInfo.InvariantCulture, $"${number}"))];

    public override void AddNumber(DbCommand command, long? value) => Add(command, value);

    public override void AddText(DbCommand command, string? value) => Add(command, value);

    public override void AddJson(DbCommand command, string? value) => Add(command, value);

    public override void AddFlag(DbCommand command, bool? value) => Add(command, value is { } flag ? (flag ? 1L : 0L) : null);

    public override void AddBytes(DbCommand command, byte[]? value) => Add(command, value);

    public override void AddKey(DbCommand command, byte[] key) => Add(command, Convert.ToHexStringLower(key));

    public override void AddKeys(DbCommand command, byte[][] keys) =>
        Add(command, $"[{string.Join(',', keys.Select(key => $"\"{Convert.ToHexStringLower(key)}\""))}]");

    /// <summary>The ids, one after the other.</summary>
    public override void AddIds(DbCommand command, IReadOnlyList<SessionPresence> sessions)
    {
        var ids = new byte[SessionId.Size * sessions.Count];
        for (var i = 0; i < sessions.Count; i++) sessions[i].Id.WriteTo(ids.AsSpan(SessionId.Size * i));
        Add(command, ids);
    }

    public override void AddTexts(DbCommand command, string?[] texts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            // A null becomes the null of JSON.
            foreach (var text in texts) json.WriteStringValue(text);
            json.WriteEndArray();
        }
        Add(command, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Add(DbCommand command, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = s_names[command.Parameters.Count];
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
