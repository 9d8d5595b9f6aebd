using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Azu.Sessions.Database.Tests;

/// <summary>A request costs the same however many sessions there are.</summary>
public sealed class GrowthTests
{
    private static readonly int[] s_sizes = Tier.IsSoak ? [1_000, 10_000, 100_000, 1_000_000] : [1_000, 10_000];
    private static readonly int s_requests = Tier.IsSoak ? 20_000 : 500;

    /// <summary>
    /// Time is printed and not judged: the machine has other things to do. What is judged is what the time comes from: how many pages the server
    /// looks at for a row.
    /// </summary>
    [Fact]
    public async Task A_request_looks_at_a_few_pages_whatever_the_number_of_sessions()
    {
        // A database of its own: what other tests still look at keeps old rows in place.
        var database = SharedPostgres.NewSchema();
        await using (var server = SharedPostgres.NewDataSource(1)) await server.ExecuteAsync($"CREATE DATABASE {database}");
        await using var node = await PostgresNode.StartAsync(more: $"Database={database}");
        var times = new List<TimeSpan>();
        var filled = 0;
        foreach (var size in s_sizes)
        {
            await FillAsync(node, filled + 1, size);
            filled = size;
            // Of the rows as they are after a vacuum: one that was changed a hundred times since has left its versions behind.
            Assert.InRange(await PagesAsync(node), 1, 6);
            await RequestsAsync(node, size, s_requests / 10); // warm
            times.Add(await RequestsAsync(node, size, s_requests));
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join("; ", s_sizes.Zip(times, (size, time) => string.Create(
            CultureInfo.InvariantCulture, $"{size} sessions: {time.TotalMicroseconds:0} us for a read and a write, {time / times[0]:0.00} of the first"))));
    }

    private static async Task FillAsync(PostgresNode node, int from, int to)
    {
        var now = TimeProvider.System.GetUtcNow();
        await node.DataSource.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            INSERT INTO {{node.Schema}}.sessions (id, version, write_id, generation, secret_hash, created_at, last_seen_at, expires_at, subject, payload, sweep_at)
            SELECT substr(sha256(n::text::bytea), 1, 16), 1, n, 0, sha256(n::text::bytea), {{now.UtcTicks}}, {{now.UtcTicks}}, {{now.AddDays(1).UtcTicks}}, 'user ' || n, convert_to(repeat('x', 300), 'UTF8'), {{now.AddDays(1).UtcTicks}}
            FROM generate_series({{from}}, {{to}}) AS n
            """));
        // What the server does by itself in time, so that it does not do it in the midst of this.
        await node.DataSource.ExecuteAsync($"VACUUM ANALYZE {node.Schema}.sessions");
    }

    /// <summary>The time of one, on the average.</summary>
    private static async Task<TimeSpan> RequestsAsync(PostgresNode node, int size, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var found = await node.Store.FindAsync(Id((i * 7_919L % size) + 1));
            Assert.Equal(UpdateOutcome.Updated, (await node.Store.UpdateAsync(found!.Next(), found!.Version)).Outcome);
        }
        return Stopwatch.GetElapsedTime(start) / count;
    }

    private static SessionId Id(long number) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))).AsSpan(0, SessionId.Size));

    private static async Task<long> PagesAsync(PostgresNode node)
    {
        await using var connection = await node.DataSource.OpenConnectionAsync(PostgresNode.Token);
        var plan = await connection.RowsAsync($"EXPLAIN (ANALYZE, BUFFERS) SELECT * FROM {node.Schema}.sessions WHERE id = '\\x{Id(1)}' AND expires_at > 0");
        var buffers = plan.First(line => line.Contains("Buffers:", StringComparison.Ordinal));
        return buffers.Split(' ').Where(part => part.Contains('=', StringComparison.Ordinal))
            .Sum(part => long.Parse(part.Split('=')[1], CultureInfo.InvariantCulture));
    }
}
