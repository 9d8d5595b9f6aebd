using Npgsql;

namespace Azu.Sessions.Bench;

/// <summary>A prepared SELECT and UPDATE by primary key.</summary>
internal sealed class RawPostgres : IRawStore
{
    private readonly NpgsqlDataSource _source = PreparedPostgres.Open(
        "CREATE TABLE IF NOT EXISTS raw (key text PRIMARY KEY, value bytea NOT NULL) WITH (fillfactor = 70)", isReset: false);

    public async Task<byte[]> ReadAsync(string key)
    {
        await using var select = _source.CreateCommand("SELECT value FROM raw WHERE key = $1");
        select.Parameters.Add(new() { Value = key });
        return (byte[])(await select.ExecuteScalarAsync())!;
    }

    public async Task WriteAsync(string key, byte[] value)
    {
        await using var update = _source.CreateCommand("UPDATE raw SET value = $2 WHERE key = $1");
        update.Parameters.Add(new() { Value = key });
        update.Parameters.Add(new() { Value = value });
        if (await update.ExecuteNonQueryAsync() > 0) return;
        await using var insert = _source.CreateCommand("INSERT INTO raw (key, value) VALUES ($1, $2)");
        insert.Parameters.Add(new() { Value = key });
        insert.Parameters.Add(new() { Value = value });
        await insert.ExecuteNonQueryAsync();
    }
}
