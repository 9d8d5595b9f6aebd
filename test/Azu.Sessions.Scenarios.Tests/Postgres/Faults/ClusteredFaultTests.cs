using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>The same disturbances with three nodes that keep copies, and visitors whose requests go to one after the other.</summary>
[Trait("Requirement", "R-95")]
public abstract class DisturbedCluster : DisturbedPostgres
{
    private protected override Task<FaultAccount> OpenAsync() => FaultAccount.OpenAsync(
        b => b.UseDatabaseStore(Connection, d => d.MigrateOnStart = true).WithNearCache(c => c.TimeToLive = TimeSpan.FromMinutes(5)), nodes: 3, customers: 8,
            lag: RevocationLag.Bound);
}

public sealed class ClusteredKilledServerTests : DisturbedCluster
{
    [Fact]
    public Task Killed_and_restarted() => DisturbAsync(async () =>
    {
        await Server.KillAsync();
        await FaultAccount.PassAsync(Duration);
        await Server.RestartAsync();
    });
}

public sealed class ClusteredPausedServerTests : DisturbedCluster
{
    [Fact]
    public Task Stopped_in_its_tracks() => DisturbAsync(async () =>
    {
        await Server.PauseAsync();
        await FaultAccount.PassAsync(Duration);
        await Server.ResumeAsync();
    });
}

public sealed class ClusteredKilledSubscriberTests : DisturbedCluster
{
    [Fact]
    public Task Subscribers_are_killed_again_and_again() => DisturbAsync(async () =>
    {
        await using var administrator = NpgsqlDataSource.Create(Server.Connection);
        // Not a round fraction of the time between two echoes.
        await RepeatedlyAsync(TimeSpan.FromMilliseconds(330), async () =>
        {
            await using var command = administrator.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'");
            await command.ExecuteNonQueryAsync();
        });
    }, fails: false);
}
