using System.Globalization;
using Azu.Sessions.TestSupport;
using Npgsql;

namespace Azu.Sessions.Bench;

/// <summary>Measures a PostgreSQL: the CPU of its process tree by /proc, the statements of its clients by <c>pg_stat_statements</c>.</summary>
internal sealed class PostgresMeter : StoreMeter
{
    /// <summary>The unit of the times in /proc/PID/stat: the same on all Linux.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>What the driver sends in front of the first statement on a connection from its pool, in the same round trip.</summary>
    private const string Resets = "^(SET SESSION AUTHORIZATION|RESET|CLOSE|UNLISTEN|DISCARD|SELECT pg_advisory_unlock_all)";

    private readonly NpgsqlDataSource _source;
    private readonly string _server;

    private PostgresMeter(NpgsqlDataSource source, string server) => (_source, _server) = (source, server);

    public static async Task<PostgresMeter> StartAsync(PostgresServer server)
    {
        var source = NpgsqlDataSource.Create(server.Connection);
        await using var create = source.CreateCommand("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        await create.ExecuteNonQueryAsync();
        await using var select = source.CreateCommand("SELECT pg_backend_pid()");
        var backend = Convert.ToString(await select.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
        return new(source, Stat(backend)![1]);
    }

    public override async Task<double> HeldAsync()
    {
        await using var size = _source.CreateCommand("SELECT sum(pg_total_relation_size(relid))::float8 FROM pg_stat_user_tables");
        return (double)(await size.ExecuteScalarAsync())!;
    }

    public override Task<TimeSpan?> CpuAsync()
    {
        if (Stat(_server) is not { } own) throw new BenchException("PostgreSQL ended during the run.");
        // Each connection has a process of its own. Of those that have ended the server has the sum.
        var ticks = Ticks(own, 11, 4) + Directory.EnumerateDirectories("/proc").Select(d => Path.GetFileName(d)).Where(id => id.All(char.IsAsciiDigit))
            .Select(Stat).Where(s => s is not null && s[1] == _server).Sum(s => Ticks(s!, 11, 2));
        return Task.FromResult<TimeSpan?>(TimeSpan.FromSeconds(ticks / TicksPerSecond));
    }

    public override async Task<double> CommandsAsync(Func<Task> actAsync)
    {
        var before = await StatementsAsync();
        await actAsync();
        // Without the one that asked for the number before.
        return await StatementsAsync() - before - 1;
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<double> StatementsAsync()
    {
        await using var count = _source.CreateCommand(
            $"SELECT coalesce(sum(calls), 0)::float8 FROM pg_stat_statements WHERE toplevel AND query !~ '{Resets}'");
        return (double)(await count.ExecuteScalarAsync())!;
    }

    private static double Ticks(string[] stat, int first, int count) => stat[first..(first + count)].Sum(t => double.Parse(t, CultureInfo.InvariantCulture));

    /// <summary>The fields of a process after its name: state, parent, and from index 11 on its times. Null: it has ended.</summary>
    private static string[]? Stat(string id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
