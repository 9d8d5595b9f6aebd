using Npgsql;

namespace Azu.Sessions.Database.Tests;

/// <summary>Everything that PostgreSQL says about the tables of one schema, as text that two schemas can be compared by.</summary>
internal static class PostgresSchema
{
    private const string Question = """
        WITH tables AS (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '{0}' AND c.relkind = 'r' AND c.relname LIKE 'sessions%')
        SELECT format('table %s persistence %s options %s', relname, relpersistence, (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(reloptions) AS o)) FROM tables
        UNION ALL
        SELECT format('column %s.%s %s%s collation %s identity %s generated %s default %s', t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
          CASE WHEN a.attnotnull THEN ' not null' ELSE '' END, l.collname, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
        FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_collation l ON l.oid = a.attcollation LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
        UNION ALL
        SELECT format('constraint %s %s %s', t.relname, o.conname, pg_get_constraintdef(o.oid)) FROM tables t JOIN pg_constraint o ON o.conrelid = t.oid
        UNION ALL
        SELECT format('index %s', pg_get_indexdef(i.indexrelid)) FROM tables t JOIN pg_index i ON i.indrelid = t.oid
        """;

    public static async Task<List<string>> DescribeAsync(NpgsqlDataSource dataSource, string schema)
    {
        await using var command = dataSource.CreateCommand(Question.Replace("{0}", schema, StringComparison.Ordinal));
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0).Replace(schema + ".", "", StringComparison.Ordinal));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
