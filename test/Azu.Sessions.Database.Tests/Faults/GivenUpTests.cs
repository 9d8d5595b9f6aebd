namespace Azu.Sessions.Database.Tests;

/// <summary>A call that its caller gave up leaves no lock and no open transaction behind.</summary>
public sealed class GivenUpTests
{
    public static TheoryData<string> Kinds => AnyDatabase.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Another_node_is_not_kept_waiting_by_calls_that_were_given_up(string kind)
    {
        const int Rounds = 100;
        using var database = new AnyDatabase(kind);
        // Audit, index entries and a new subject: the longest way of an update, in SQLite a transaction.
        await using var store = database.NewStore(migrate: true, configure: o => o.Audit = true);
        await using var other = database.NewStore(migrate: true, configure: o => o.Audit = true);
        var session = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "alice") with { Indexes = [new("tenant", "0")] };
        Assert.True(await store.CreateAsync(session));
        var givenUp = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            var current = (await other.FindAsync(session.Id))!;
            using var giveUp = new CancellationTokenSource();
            var next = current.Next() with { Subject = $"user {round}", Generation = round, Indexes = [new("tenant", $"{round}")] };
            var updating = Task.Run(async () => await store.UpdateAsync(next, current.Version, giveUp.Token));
            // At another moment each time: before it has begun, on its way, or at its end.
            for (var turn = 0; turn < round * 20 && !updating.IsCompleted; turn++) await Task.Yield();
            await giveUp.CancelAsync();
            if (await Record.ExceptionAsync(() => updating) is { } failure)
            {
                Assert.IsAssignableFrom<OperationCanceledException>(failure);
                givenUp++;
            }

            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            Assert.True(await other.TouchAsync(session.Id, current.LastSeenAt.AddSeconds(round), current.ExpiresAt.AddSeconds(round), soon.Token));
            current = (await other.FindAsync(session.Id, soon.Token))!;
            var result = await other.UpdateAsync(current.Next(), current.Version, soon.Token);
            // The update that was given up may still have been carried out in between.
            if (result.IsConflict(out var stored)) Assert.Equal(next.WriteId, stored.WriteId);
        }
        Assert.True(givenUp > 0, "No call was given up.");
    }

    [Fact]
    public async Task No_transaction_stays_open()
    {
        await using var node = await PostgresNode.StartAsync(o => o.Audit = true, more: "Application Name=given-up");
        await using var observer = SharedPostgres.NewDataSource(1);
        for (var round = 1; round <= 50; round++)
        {
            using var giveUp = new CancellationTokenSource();
            var sweeping = Task.Run(async () => await node.Store.RemoveExpiredAsync(10, giveUp.Token));
            var noting = Task.Run(async () => await node.Store.NoteNodeAsync("a", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), giveUp.Token));
            for (var turn = 0; turn < round * 20 && !sweeping.IsCompleted; turn++) await Task.Yield();
            await giveUp.CancelAsync();
            foreach (var call in (Task[])[sweeping, noting])
                Assert.True(await Record.ExceptionAsync(() => call) is null or OperationCanceledException);
        }

        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await observer.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'given-up' AND state <> 'idle'") > 0)
            await look.WaitForNextTickAsync(late.Token);
        // What is idle and holds a lock would be in the middle of a transaction.
        Assert.Equal(0, await observer.ScalarAsync<long>(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE application_name = 'given-up'"));
    }

    [Fact]
    public async Task A_server_that_has_ended_already_can_be_stopped()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.KillAsync();
        await server.StopAsync();
        Assert.True(server.HasExited);
    }
}
