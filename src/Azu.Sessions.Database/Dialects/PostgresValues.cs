using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Azu.Sessions.Database;

/// <summary>Values for PostgreSQL, each with its type: a null has no type of its own.</summary>
internal sealed class PostgresValues : SqlValues
{
    public override void AddNumber(DbCommand command, long? value) => command.Parameters.Add(value is { } number
        ? new NpgsqlParameter<long> { TypedValue = number }
        : Null(NpgsqlDbType.Bigint));

    public override void AddText(DbCommand command, string? value) => command.Parameters.Add(value is not null
        ? new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text }
        : Null(NpgsqlDbType.Text));

    public override void AddJson(DbCommand command, string? value) => command.Parameters.Add(value is not null
        ? new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Jsonb }
        : Null(NpgsqlDbType.Jsonb));

    public override void AddFlag(DbCommand command, bool? value) => command.Parameters.Add(value is { } flag
        ? new NpgsqlParameter<bool> { TypedValue = flag }
        : Null(NpgsqlDbType.Boolean));

    public override void AddBytes(DbCommand command, byte[]? value) => command.Parameters.Add(value is not null
        ? new NpgsqlParameter<byte[]> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea }
        : Null(NpgsqlDbType.Bytea));

    public override void AddKey(DbCommand command, byte[] key) => AddBytes(command, key);

    public override void AddKeys(DbCommand command, byte[][] keys) =>
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = keys, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });

    public override void AddIds(DbCommand command, IReadOnlyList<SessionPresence> sessions) =>
        AddKeys(command, [.. sessions.Select(session => StoredBytes.Of(session.Id))]);

    public override void AddTexts(DbCommand command, string?[] texts) =>
        command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

    private static NpgsqlParameter Null(NpgsqlDbType type) => new() { NpgsqlDbType = type, Value = DBNull.Value };
}
