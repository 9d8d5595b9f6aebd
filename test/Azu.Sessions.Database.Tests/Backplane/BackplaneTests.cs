using System.Globalization;
using Npgsql;

namespace Azu.Sessions.Database.Tests;

/// <summary>Losing messages is told, and passes by itself.</summary>
public sealed class BackplaneTests
{
    private const string Listening = "SELECT count(*) FROM pg_stat_activity WHERE application_name = '{0}' AND query LIKE 'LISTEN %'";

    [Fact]
    public async Task A_killed_subscription_is_told_before_the_next_echo_and_goes_on()
    {
        await using var node = await PostgresNode.StartAsync(more: "Application Name=killed");
        await using var other = SharedPostgres.NewDataSource(1);
        await using var listening = await ListeningNode.BeginAsync(node.Store);
        await listening.EchoedAsync("before");
        for (var round = 0; round < 5; round++)
        {
            var interruptions = listening.Interruptions;
            await other.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'killed' AND query LIKE 'LISTEN %'");
            await listening.EchoedAsync($"round {round}");
            Assert.True(listening.Interruptions > interruptions, "An echo came back over a new connection, and nobody was told of the old one's end.");
        }
    }

    /// <summary>No error and no event: messages just do not come. Only the echoes tell.</summary>
    [Fact]
    public async Task A_connection_on_which_nothing_comes_any_more_is_given_up_and_nobody_else_gets_it()
    {
        await using var proxy = new FaultProxy(SharedPostgres.Server.Port);
        await using var node = await PostgresNode.StartAsync(more: string.Create(CultureInfo.InvariantCulture, $"Port={proxy.Port};Application Name=deaf"));
        await using var listening = await ListeningNode.BeginAsync(node.Store);
        await listening.EchoedAsync("before");
        var interruptions = listening.Interruptions;
        var silence = proxy.HoldReply("azu_echo");
        await listening.EchoAsync("lost");
        await silence.Arrived;
        await listening.EchoedAsync("after");
        Assert.True(listening.Interruptions > interruptions, "Messages were lost, and nobody was told.");
        silence.Release();
        await using var other = SharedPostgres.NewDataSource(1);
        await Eventually.HoldsAsync(async () => await other.ScalarAsync<long>(string.Format(CultureInfo.InvariantCulture, Listening, "deaf")) == 1);
        Assert.Null(await node.Store.FindAsync(SessionId.New()));
    }

    [Fact]
    public async Task A_subscription_begun_while_the_server_is_down_begins_when_it_is_there()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await postgres.Server.KillAsync();
        await using var listening = await ListeningNode.BeginAsync(postgres.Store);
        await Assert.ThrowsAsync<SessionStoreException>(() => listening.EchoAsync("lost"));
        await postgres.Server.RestartAsync();
        await listening.EchoedAsync("there");
        Assert.Equal(1, listening.Interruptions);
    }

    /// <summary>
    /// A standby hears what its primary announces only when it is told by replication, and nobody says when that is: so it is no place to listen.
    /// </summary>
    [Fact]
    public async Task A_standby_lets_nobody_listen_until_it_is_the_primary()
    {
        await using var primary = await PostgresServer.StartAsync();
        await using (var schema = SessionSchema.Open(primary.Url)) await schema.MigrateAsync(TestContext.Current.CancellationToken);
        await using var standby = await primary.StartStandbyAsync();
        await using var store = DatabaseNode.Create(NpgsqlDataSource.Create(standby.Connection), new());
        await using var listening = await ListeningNode.BeginAsync(store);
        var refusal = await Assert.ThrowsAsync<SessionStoreException>(() => listening.EchoAsync("to nobody"));
        Assert.Contains("recovery", refusal.Message, StringComparison.Ordinal);
        await primary.KillAsync();
        await standby.PromoteAsync();
        await listening.EchoedAsync("there");
    }

    [Fact]
    public async Task A_pooler_that_lends_connections_by_the_transaction_is_refused_with_the_reason()
    {
        await using var pooler = new TransactionPooler(SharedPostgres.Server.Port);
        var through = string.Create(CultureInfo.InvariantCulture, $"Port={pooler.Port}");
        await using var node = await PostgresNode.StartAsync(o => o.PrepareStatements = false, more: through);
        // Sessions themselves work there.
        var session = await node.CreatedAsync();
        Assert.NotNull(await node.Store.FindAsync(session.Id));
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => ListeningNode.BeginAsync(node.Store));
        Assert.Contains("pool_mode", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_source_that_mixes_everything_over_few_connections_is_refused_with_the_reason()
    {
        await using var node = await PostgresNode.StartAsync();
        await using var store = DatabaseNode.Create(SharedPostgres.NewDataSource(5, "Multiplexing=true"),
            new() { Schema = node.Schema, PrepareStatements = false });
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => ListeningNode.BeginAsync(store));
        Assert.Contains("Multiplexing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_its_disposal_no_connection_listens_and_the_store_goes_on()
    {
        // One connection for everything but the one that listens: it has to come back.
        await using var node = await PostgresNode.StartAsync(connections: 2, more: "Application Name=disposed");
        var listening = await ListeningNode.BeginAsync(node.Store);
        await listening.EchoedAsync("before");
        await listening.DisposeAsync();
        var heard = listening.Heard.Count;
        await using var first = await node.DataSource.OpenConnectionAsync(PostgresNode.Token);
        await using var second = await node.DataSource.OpenConnectionAsync(PostgresNode.Token);
        Assert.Empty(await first.RowsAsync("SELECT pg_listening_channels()"));
        Assert.Empty(await second.RowsAsync("SELECT pg_listening_channels()"));
        Assert.Equal(heard, listening.Heard.Count);
    }

    /// <summary>A tool may say which schema the table is in, and the application leave it to its search path, or the other way round.</summary>
    [Fact]
    public async Task Processes_that_name_the_schema_of_one_table_in_different_ways_hear_each_other()
    {
        await using var named = await PostgresNode.StartAsync();
        await using var searched = await PostgresNode.StartAsync(options => options.Schema = null, more: $"Search Path={named.Schema}", schema: named.Schema);
        await using var here = await ListeningNode.BeginAsync(named.Store);
        await using var there = await ListeningNode.BeginAsync(searched.Store);
        await here.EchoedAsync("here");
        await there.EchoedAsync("there");
        var (first, second) = (await named.CreatedAsync(), await named.CreatedAsync());
        Assert.True(await named.Store.RemoveAsync(first.Id));
        Assert.True(await searched.Store.RemoveAsync(second.Id));
        foreach (var listening in new[] { here, there })
        {
            await listening.EchoedAsync("after");
            Assert.Contains($"removed {first.Id}", listening.Heard);
            Assert.Contains($"removed {second.Id}", listening.Heard);
        }
    }

    [Fact]
    public async Task A_clear_announces_each_session_that_it_removes()
    {
        await using var node = await PostgresNode.StartAsync();
        await using var listening = await ListeningNode.BeginAsync(node.Store);
        await listening.EchoedAsync("before");
        var ids = new List<SessionId>();
        for (var i = 0; i < 1_100; i++) ids.Add((await node.CreatedAsync()).Id);
        Assert.Equal(ids.Count, await node.Store.ClearAsync());
        await listening.EchoedAsync("after");
        Assert.Equal(ids.Select(id => $"removed {id}").Order(), listening.Heard.Where(m => m.StartsWith("removed", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task What_strangers_notify_is_handed_on_as_it_is_and_harms_nothing()
    {
        await using var node = await PostgresNode.StartAsync();
        await using var listening = await ListeningNode.BeginAsync(node.Store);
        var channel = new PostgresAnnouncements(new TableNames("sessions", node.Schema)).Channel;
        foreach (var garbage in (string[])["", "{none}",
            new string('y', 7_999)]) await node.DataSource.ExecuteAsync($"SELECT pg_notify('{channel}', '{garbage}')");
        var created = await node.CreatedAsync();
        Assert.True(await node.Store.RemoveAsync(created.Id));
        await listening.EchoedAsync("after");
        Assert.Equal(["", "{none}", new string('y', 7_999), $"removed {created.Id}"], listening.Heard.Take(4));
    }
}
