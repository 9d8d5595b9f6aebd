using System.Globalization;
using Npgsql;

namespace Azu.Sessions.Database.Tests;

/// <summary>A server that only one test uses, and a store on it. The store keeps its connections while the server goes and comes.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private OwnPostgres(PostgresServer server, DatabaseStore store) => (Server, Store) = (server, store);

    public PostgresServer Server { get; }

    public DatabaseStore Store { get; }

    public static async Task<OwnPostgres> StartAsync(TimeSpan? commandTimeout = null)
    {
        var server = await PostgresServer.StartAsync();
        var options = new DatabaseStoreOptions { MigrateOnStart = true, CommandTimeout = commandTimeout ?? TimeSpan.FromSeconds(5) };
        var store = DatabaseNode.Create(NpgsqlDataSource.Create(string.Create(CultureInfo.InvariantCulture,
            $"{server.Connection};No Reset On Close=true;Cancellation Timeout=-1;Timeout=5")), options);
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        return new(server, store);
    }

    /// <summary>Asks until the store answers again; 30 s at most.</summary>
    public async Task HealedAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await Store.FindAsync(SessionId.New(), late.Token);
                return;
            }
            catch (SessionStoreException)
            {
                // Not yet.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Server.DisposeAsync();
    }
}
