using System.Diagnostics;

namespace Azu.Sessions.Database.Tests;

/// <summary>PostgreSQL dies, stops, and comes back; the application stays.</summary>
public sealed class ServerFaultTests
{
    private static readonly int s_rounds = Tier.IsSoak ? 20 : 2;

    [Fact]
    public async Task A_server_that_is_killed_and_restarted_loses_nothing_that_was_confirmed()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        var account = new Account(postgres.Store, writers: 8);
        await account.RunAsync(async () =>
        {
            for (var round = 0; round < s_rounds; round++)
            {
                await MoreAsync(account, 300);
                await postgres.Server.KillAsync();
                await FailuresAsync(account, 20);
                await postgres.Server.RestartAsync();
                await postgres.HealedAsync();
            }
            await MoreAsync(account, 300);
        });
        await account.IsRightAsync();
        Assert.True(account.Removals > 0);
    }

    [Fact]
    public async Task A_server_that_is_restarted_in_good_order_loses_nothing_that_was_confirmed()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        var account = new Account(postgres.Store, writers: 8);
        await account.RunAsync(async () =>
        {
            await MoreAsync(account, 300);
            await postgres.Server.StopAsync();
            await postgres.Server.RestartAsync();
            await postgres.HealedAsync();
            await MoreAsync(account, 300);
        });
        await account.IsRightAsync();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_when_the_caller_gives_up()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await postgres.Store.FindAsync(SessionId.New());
        await postgres.Server.PauseAsync();
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            var since = Stopwatch.GetTimestamp();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await postgres.Store.FindAsync(SessionId.New(), deadline.Token));
            Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(4));
        }
        finally
        {
            await postgres.Server.ResumeAsync();
        }
        await postgres.HealedAsync();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_command_timeout()
    {
        await using var postgres = await OwnPostgres.StartAsync(commandTimeout: TimeSpan.FromSeconds(1));
        var session = SampleRecords.Anonymous(TimeProvider.System.GetUtcNow());
        Assert.True(await postgres.Store.CreateAsync(session));
        await postgres.Server.PauseAsync();
        try
        {
            var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await postgres.Store.UpdateAsync(session.Next(), session.Version));
            Assert.Equal(session.Id, failure.SessionId);
        }
        finally
        {
            await postgres.Server.ResumeAsync();
        }
        await postgres.HealedAsync();
    }

    /// <summary>
    /// Npgsql answers a timeout by asking the server to stop, by a second connection, and blocks the thread for that: with a server that is silent,
    /// twice the time of
    /// a connection attempt. A pool full of such connections would stop the whole application.
    /// </summary>
    [Fact]
    public async Task A_server_that_does_not_answer_holds_no_thread_of_the_pool()
    {
        const int Connections = 50;
        await using var postgres = await OwnPostgres.StartAsync(commandTimeout: TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ => await postgres.Store.FindAsync(SessionId.New())));
        await postgres.Server.PauseAsync();
        var slowest = TimeSpan.Zero;
        try
        {
            var asking = Task.WhenAll(Enumerable.Range(0, Connections)
                .Select(_ => Assert.ThrowsAsync<SessionStoreException>(async () => await postgres.Store.FindAsync(SessionId.New()))));
            var since = Stopwatch.GetTimestamp();
            // Longer than the timeout of the commands, and into the time in which the driver asks the silent server to stop them.
            while (!asking.IsCompleted || Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(4))
            {
                var start = Stopwatch.GetTimestamp();
                await Task.Run(() => { });
                if (Stopwatch.GetElapsedTime(start) is var took && took > slowest) slowest = took;
            }
            await asking;
        }
        finally
        {
            await postgres.Server.ResumeAsync();
        }
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"For {slowest} no thread was free.");
        await postgres.HealedAsync();
    }

    [Fact]
    public async Task A_cut_connection_costs_at_most_the_call_that_was_on_it()
    {
        await using var node = await PostgresNode.StartAsync(connections: 4, more: "Application Name=cut");
        await using var other = SharedPostgres.NewDataSource(1);
        var session = await node.CreatedAsync();
        var failed = 0;
        for (var round = 0; round < 10; round++)
        {
            await other.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut' AND query LIKE '%{node.Schema}%'");
            try
            {
                Assert.NotNull(await node.Store.FindAsync(session.Id));
            }
            catch (SessionStoreException)
            {
                failed++;
            }
            Assert.NotNull(await node.Store.FindAsync(session.Id));
        }
        Assert.InRange(failed, 1, 10);
    }

    private static async Task MoreAsync(Account account, int writes)
    {
        var until = account.Writes + writes;
        await HoldsAsync(() => account.Writes >= until, "The writers do not get on.");
    }

    private static Task FailuresAsync(Account account, int failures)
    {
        var until = account.Failures.Count + failures;
        return HoldsAsync(() => account.Failures.Count >= until, "Nothing fails although the server is dead.");
    }

    private static async Task HoldsAsync(Func<bool> condition, string otherwise)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            Assert.False(late.IsCancellationRequested, otherwise);
            await look.WaitForNextTickAsync();
        }
    }
}
