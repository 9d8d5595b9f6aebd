using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Azu.Sessions.Database.Tests.SessionHost;

namespace Azu.Sessions.Database.Tests;

/// <summary>The near cache on a database, as an application registers it.</summary>
public sealed class NearCacheOnDatabaseTests
{
    private static readonly TimeSpan s_leased = TimeSpan.FromMinutes(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text")]
    [InlineData("data source")]
    [InlineData("service")]
    public async Task A_node_may_use_copies_soon_after_its_start(string given)
    {
        await using var dataSource = SharedPostgres.NewDataSource();
        var schema = SharedPostgres.NewSchema();
        static void Leased(NearCacheOptions c) => (c.NodeId, c.TimeToLive) = ("one", s_leased);
        void Configure(DatabaseStoreOptions d) => (d.MigrateOnStart, d.Schema) = (true, schema);
        using var host = Build(b => _ = given switch
        {
            "text" => b.UseDatabaseStore(SharedPostgres.Server.Url, Configure).WithNearCache(Leased),
            "data source" => b.UseDatabaseStore(dataSource, Configure).WithNearCache(Leased),
            _ => b.UseDatabaseStore(_ => dataSource, Configure).WithNearCache(Leased),
        });
        await host.StartAsync(Token);
        await LeasedAsync(host);
        var sessions = host.Services.GetRequiredService<SessionManager<Data>>();
        Assert.Equal("postgresql", sessions.StoreName);
        Assert.Equal("one", (await sessions.GetStatisticsAsync(Token)).NearCache!.NodeId);
        var session = (await sessions.CreateAsync(new Data { Name = "x" }, "alice")).Session;
        Assert.Equal(1, await sessions.RevokeSubjectAsync("alice"));
        Assert.Null(await sessions.FindAsync(session.Id, Token));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Without_the_server_the_application_starts_and_may_use_copies_when_it_is_there()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.StopAsync();
        using var host = Build(b => b.UseDatabaseStore(server.Url, d => d.MigrateOnStart = true).WithNearCache(c => c.TimeToLive = s_leased));
        await host.StartAsync(Token);
        Assert.False((await host.Services.GetRequiredService<SessionManager<Data>>().GetStatisticsAsync(Token)).NearCache!.IsLeaseHeld);
        await server.RestartAsync();
        await LeasedAsync(host);
        await host.StopAsync(Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SQLite_is_refused_and_the_message_says_why(bool isLeased)
    {
        using var directory = new TemporaryDirectory();
        using var dataSource = SqliteFactory.Instance.CreateDataSource($"Data Source={directory.File("sessions.db")};Pooling=False");
        using var host = Build(b => b.UseDatabaseStore(dataSource).WithNearCache(c => c.TimeToLive = isLeased ? s_leased : null));
        var refusal = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<SessionManager<Data>>());
        Assert.Contains("this store is not shared", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task LeasedAsync(IHost host)
    {
        var sessions = host.Services.GetRequiredService<SessionManager<Data>>();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await sessions.GetStatisticsAsync(late.Token)).NearCache!.IsLeaseHeld != true) await look.WaitForNextTickAsync(late.Token);
    }
}
