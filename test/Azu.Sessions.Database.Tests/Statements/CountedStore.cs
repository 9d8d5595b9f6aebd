using Npgsql;

namespace Azu.Sessions.Database.Tests;

/// <summary>A store, and what the server says about the statements on its tables.</summary>
internal sealed class CountedStore : IAsyncDisposable
{
    private readonly PostgresNode _node;
    private readonly NpgsqlDataSource _observer = SharedPostgres.NewDataSource(1);

    private CountedStore(PostgresNode node) => _node = node;

    public DatabaseStore Store => _node.Store;

    public static async Task<CountedStore> StartAsync()
    {
        var counted = new CountedStore(await PostgresNode.StartAsync());
        await counted._observer.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        return counted;
    }

    public async Task<long> DuringAsync(Func<DatabaseStore, Task> work)
    {
        var before = await CountAsync();
        await work(Store);
        return await CountAsync() - before;
    }

    /// <summary>Another one after each write of the row.</summary>
    public Task<string> RowVersionAsync(SessionId id) =>
        _observer.ScalarAsync<string>($"SELECT ctid::text || xmin::text FROM {_node.Schema}.sessions WHERE id = '\\x{id}'");

    /// <summary>How many statements on its tables announced something.</summary>
    public Task<long> NotificationsAsync() => _observer.ScalarAsync<long>(
        $"SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE toplevel AND query LIKE '%{_node.Schema}%' AND query LIKE '%pg_notify%' AND " +
            $"query NOT LIKE '%pg_stat_statements%'");

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _observer.DisposeAsync();
    }

    // The schema is this test's alone, so its name finds the statements of this store. What the server does by itself to keep references is not among them.
    private Task<long> CountAsync() => _observer.ScalarAsync<long>(
        $"SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE toplevel AND query LIKE '%{_node.Schema}%' AND query NOT LIKE " +
            $"'%pg_stat_statements%' AND query NOT LIKE '%ctid%'");
}
