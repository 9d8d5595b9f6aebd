using System.Text;
using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Postgres;

[Trait("Requirement", "R-05")]
public sealed class SecretAtRestTests
{
    /// <summary>The rows as text: PostgreSQL writes bytes as hexadecimal digits.</summary>
    [Fact]
    public async Task A_reader_of_PostgreSQL_finds_no_secret_that_admits_anybody()
    {
        await using var server = await PostgresServer.StartAsync();
        await StoredSecret.ShowIsAbsentAsync(b => b.UseDatabaseStore(server.Connection, d => d.MigrateOnStart = true), async () =>
        {
            await using var reader = NpgsqlDataSource.Create(server.Connection);
            var all = new StringBuilder();
            foreach (var table in await ReadAsync(reader,
                "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))
                all.AppendJoin('\n', await ReadAsync(reader, $"SELECT t::text FROM {table} t"));
            return Encoding.UTF8.GetBytes(all.ToString());
        });
    }

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await rows.ReadAsync()) texts.Add(rows.GetString(0));
        return texts;
    }
}
