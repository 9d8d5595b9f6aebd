using Microsoft.Extensions.Caching.Distributed;
using Npgsql;

namespace Azu.Sessions.Bench;

/// <summary>A distributed cache in a table, as caches for databases are: a read extends the row, and then reads it.</summary>
internal sealed class PostgresCache : IDistributedCache
{
    private readonly NpgsqlDataSource _source = PreparedPostgres.Open(
        "CREATE TABLE IF NOT EXISTS cache (id text PRIMARY KEY, value bytea NOT NULL, expires_at timestamptz NOT NULL, sliding interval NOT NULL); CREATE " +
            "INDEX IF NOT EXISTS cache_expires_at ON cache (expires_at)", isReset: true);

    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await RefreshAsync(key, token);
        await using var select = Command("SELECT value FROM cache WHERE id = $1 AND expires_at > now()", key);
        return (byte[]?)await select.ExecuteScalarAsync(token);
    }

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    public async Task RefreshAsync(string key, CancellationToken token = default)
    {
        await using var update = Command("UPDATE cache SET expires_at = now() + sliding WHERE id = $1 AND expires_at > now()", key);
        await update.ExecuteNonQueryAsync(token);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await using var upsert = Command(
            "INSERT INTO cache (id, value, expires_at, sliding) VALUES ($1, $2, now() + $3, $3) ON CONFLICT (id) DO UPDATE SET value = excluded.value, " +
                "expires_at = excluded.expires_at, sliding = excluded.sliding", key);
        upsert.Parameters.Add(new() { Value = value });
        upsert.Parameters.Add(new() { Value = options.SlidingExpiration ?? TimeSpan.FromMinutes(20) });
        await upsert.ExecuteNonQueryAsync(token);
    }

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await using var delete = Command("DELETE FROM cache WHERE id = $1", key);
        await delete.ExecuteNonQueryAsync(token);
    }

    private NpgsqlCommand Command(string text, string key)
    {
        var command = _source.CreateCommand(text);
        command.Parameters.Add(new() { Value = key });
        return command;
    }
}
