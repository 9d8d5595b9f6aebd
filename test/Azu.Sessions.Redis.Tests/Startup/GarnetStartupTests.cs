using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>A Garnet that cannot keep sessions ends the application, and names the setting that helps.</summary>
public sealed class GarnetStartupTests
{
    [Fact]
    public async Task Without_scripts_the_start_is_refused()
    {
        await using var garnet = await GarnetInProcess.StartAsync(o => o.EnableLua = false);
        await RefusedAsync(garnet, null, "runs no scripts", "--lua --lua-transaction-mode");
        using var redis = await ConnectionMultiplexer.ConnectAsync(garnet.Configuration);
        var thrown = await Assert.ThrowsAsync<SessionStoreException>(async () =>
            await Stores.Of(redis, "s:").CreateAsync(Conformance.SampleRecords.Anonymous(TimeProvider.System.GetUtcNow())));
        Assert.Contains("--lua", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_writers_of_one_session_would_overwrite_each_other_the_start_is_refused()
    {
        await using var garnet = await GarnetInProcess.StartAsync(o => o.LuaTransactionMode = false);
        await RefusedAsync(garnet, null, "overwrite each other", "--lua-transaction-mode");
        Assert.Equal(0L, await garnet.AskAsync("DBSIZE"));
    }

    [Fact]
    public async Task Removals_that_wait_for_replicas_are_refused_at_the_start()
    {
        await using var garnet = await GarnetInProcess.StartAsync();
        await RefusedAsync(garnet, r => r.WaitForReplicas = 1, "WAIT", "WaitForReplicas to 0");
    }

    [Fact]
    public async Task A_cluster_of_Garnet_is_refused_at_the_start()
    {
        var directory = Directory.CreateTempSubdirectory("garnet").FullName;
        try
        {
            await using var garnet = await GarnetInProcess.StartAsync(o =>
            {
                (o.EnableCluster, o.CheckpointDir) = (true, directory);
                o.DeviceType = Tsavorite.core.DeviceType.RandomAccess;
            });
            await garnet.AskAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await RefusedAsync(garnet, null, "cluster", "--cluster");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Garnet_as_the_documents_ask_for_it_is_accepted_and_said_to_drop_sessions_when_it_is_full()
    {
        await using var garnet = await GarnetInProcess.StartAsync();
        var log = await CheckAsync(garnet.Configuration, new RedisStoreOptions());
        var warning = Assert.Single(log.Lines);
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Warning, warning.Level);
        Assert.Contains("--storage-tier", warning.Text, StringComparison.Ordinal);
        Assert.Equal(0L, await garnet.AskAsync("DBSIZE"));
    }

    [Fact]
    public async Task A_Redis_that_waits_for_replicas_is_not_complained_about()
    {
        await using var redis = await OwnServer.StartAsync();
        Assert.Empty((await CheckAsync(redis.Server.Configuration, new RedisStoreOptions { WaitForReplicas = 1 })).Lines);
    }

    /// <summary>The check alone, to its end.</summary>
    private static async Task<LogSink> CheckAsync(string configuration, RedisStoreOptions options)
    {
        var log = new LogSink();
        using var connection = new RedisConnection(RedisAddress.Parse(configuration));
        using var check = new RedisStartupCheck(connection, options, TimeProvider.System, log);
        await check.StartAsync(CancellationToken.None);
        await check.ExecuteTask!;
        return log;
    }

    /// <summary>As an application meets it, whichever connection it gives: its host ends.</summary>
    private static async Task RefusedAsync(GarnetInProcess garnet, Action<RedisStoreOptions>? configure, params string[] words)
    {
        using var own = await ConnectionMultiplexer.ConnectAsync(garnet.Configuration);
        foreach (var use in (Action<AzuSessionsBuilder<Cart>>[])[b => b.UseRedisStore(garnet.Configuration, configure), b => b.UseRedisStore(own, configure)])
        {
            var log = new LogSink();
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(log);
            use(builder.Services.AddAzuSessionsCore<Cart>(o => o.Secret = App.NewSecret()));
            using var host = builder.Build();
            try
            {
                await host.RunAsync().WaitAsync(TimeSpan.FromSeconds(60));
            }
            catch (Exception e) when (e is not TimeoutException)
            {
                // Later versions of the host throw what ended it, and log it too.
            }

            Assert.Contains(log.Lines, line => words.All(word => line.Contains(word)));
        }
    }
}
