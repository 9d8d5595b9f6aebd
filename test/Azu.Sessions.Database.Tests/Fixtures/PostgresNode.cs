using Npgsql;

namespace Azu.Sessions.Database.Tests;

/// <summary>A store in a schema of its own on the server of this run, and the way past it.</summary>
internal sealed class PostgresNode : IAsyncDisposable
{
    private PostgresNode(string schema, NpgsqlDataSource dataSource, DatabaseStore store) => (Schema, DataSource, Store) = (schema, dataSource, store);

    public string Schema { get; }

    public NpgsqlDataSource DataSource { get; }

    public DatabaseStore Store { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="configure">Options; the schema is set.</param>
    /// <param name="more">More for the connection string.</param>
    /// <param name="schema">Another node's, to share its tables.</param>
    /// <param name="time">The clock; the system's, if null.</param>
    /// <param name="connections">The size of the pool.</param>
    public static async Task<PostgresNode> StartAsync(
        Action<DatabaseStoreOptions>? configure = null, string more = "", string? schema = null, TimeProvider? time = null, int connections = 20)
    {
        schema ??= SharedPostgres.NewSchema();
        var options = new DatabaseStoreOptions { Schema = schema, MigrateOnStart = true };
        configure?.Invoke(options);
        var dataSource = SharedPostgres.NewDataSource(connections, more);
        var node = new PostgresNode(schema, dataSource, DatabaseNode.Create(dataSource, options, time));
        await node.Store.PrepareAsync(Token);
        return node;
    }

    public async Task<SessionRecord> CreatedAsync(SessionRecord? record = null)
    {
        record ??= SampleRecords.Anonymous(TimeProvider.System.GetUtcNow());
        Assert.True(await Store.CreateAsync(record, Token));
        return record;
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
