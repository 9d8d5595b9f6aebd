using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>Three nodes with copies of the same sessions: from a confirmed revocation on one until the last of the others refuses.</summary>
[Trait("Requirement", "R-95")]
public abstract class RevocationLagTests : IAsyncLifetime
{
    private protected static int Revocations { get; } = Tier.Of(300, 10_000);

    private PostgresServer _postgres = null!;

    protected PostgresServer Postgres => _postgres;

    public async ValueTask InitializeAsync() => _postgres = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _postgres.DisposeAsync();
    }
}

public sealed class CalmLagTests : RevocationLagTests
{
    [Fact]
    public async Task A_revocation_is_seen_by_every_node_in_time()
    {
        await using var nodes = await ClusterNodes.StartAsync(Postgres.Through(), Postgres.Through(), Postgres.Through());
        var lag = new RevocationLag(nodes);
        await lag.RunAsync(Revocations);
        lag.AssertWithinBound();
    }
}

public sealed class KilledSubscriberLagTests : RevocationLagTests
{
    [Fact]
    public async Task A_revocation_is_seen_in_time_while_subscribers_are_killed_again_and_again()
    {
        await using var nodes = await ClusterNodes.StartAsync(Postgres.Through(), Postgres.Through(), Postgres.Through());
        await using var administrator = NpgsqlDataSource.Create(Postgres.Connection);
        var lag = new RevocationLag(nodes);
        while (lag.Confirmed < Revocations)
        {
            // Everybody has copies, and then messages are lost with the connections that they are on.
            var guests = await lag.WelcomeAllAsync(Tier.Of(50, 500));
            await Task.WhenAll([KillAsync(administrator), .. guests.Select((guest, i) => lag.RevokeAsync(i, guest))]);
            await nodes.UntilLeasedAsync();
        }

        lag.AssertWithinBound();
        for (var node = 0; node < nodes.Count; node++) Assert.NotEqual(0, nodes.Copies(node).Interruptions);
    }

    private static async Task KillAsync(NpgsqlDataSource administrator)
    {
        await using var command = administrator.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'");
        await command.ExecuteNonQueryAsync();
    }
}

public sealed class PausedServerLagTests : RevocationLagTests
{
    [Fact]
    public async Task A_revocation_is_seen_in_time_around_a_pause_of_the_server()
    {
        await using var nodes = await ClusterNodes.StartAsync(Postgres.Through(), Postgres.Through(), Postgres.Through());
        var lag = new RevocationLag(nodes);
        var running = lag.RunAsync(Revocations);
        for (var pauses = 1; pauses <= Tier.Of(1, 10); pauses++)
        {
            var share = Revocations * pauses / Tier.Of(2, 11);
            await Eventually.HoldsAsync(() => lag.Confirmed >= share || running.IsCompleted);
            await Postgres.PauseAsync();
            await FaultAccount.PassAsync(TimeSpan.FromSeconds(5));
            await Postgres.ResumeAsync();
        }

        await running;
        lag.AssertWithinBound(answers: false);
    }
}

public sealed class DeafNodeLagTests : RevocationLagTests
{
    [Fact]
    public async Task A_node_that_hears_nothing_refuses_in_time_all_the_same()
    {
        await using var proxy = new FaultProxy(Postgres.Port);
        await using var nodes = await ClusterNodes.StartAsync(Postgres.Through(), Postgres.Through(), Postgres.Through(proxy.Port));
        var lag = new RevocationLag(nodes);
        while (lag.Confirmed < Revocations)
        {
            var guests = await lag.WelcomeAllAsync(Tier.Of(75, 250));
            // From the next message on this node's subscription is silent: no error, no event. Its other connections go on.
            _ = proxy.HoldReply("azu_announce");
            await Task.WhenAll(guests.Select((guest, i) => lag.RevokeAsync(i, guest, among: 2)));
            proxy.Heal();
            await nodes.UntilLeasedAsync();
        }

        lag.AssertWithinBound();
        // Without the lease it would have gone on for ever; with events alone too.
        Assert.True(lag.LongestServed > RevocationLag.Bound / 4, "Nothing was held back.");
    }
}
