using System.Diagnostics;

namespace Azu.Sessions.Database.Tests;

/// <summary>SQLite's calls block. Nobody but a thread of the store may notice.</summary>
public sealed class SqliteBusyTests
{
    [Fact]
    public async Task A_locked_file_fails_in_time_holds_no_thread_of_the_pool_and_still_reads()
    {
        using var database = new AnyDatabase("sqlite");
        await using var store = database.NewStore(migrate: true, configure: o => o.CommandTimeout = TimeSpan.FromSeconds(1));
        var session = SampleRecords.Anonymous(TimeProvider.System.GetUtcNow());
        Assert.True(await store.CreateAsync(session));

        await using var dataSource = database.NewDataSource();
        await using var other = await dataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (await other.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            var since = Stopwatch.GetTimestamp();
            var writing = Task.WhenAll(Enumerable.Range(0, 20)
                .Select(_ => Assert.ThrowsAsync<SessionStoreException>(async () => await store.UpdateAsync(session.Next(), 1))));
            var slowest = TimeSpan.Zero;
            while (!writing.IsCompleted)
            {
                var start = Stopwatch.GetTimestamp();
                await Task.Run(() => { });
                if (Stopwatch.GetElapsedTime(start) is var took && took > slowest) slowest = took;
                Assert.NotNull(await store.FindAsync(session.Id));
            }
            await writing;
            Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));
            Assert.True(slowest < TimeSpan.FromSeconds(0.5), $"For {slowest} no thread was free.");
        }
        // Of those that were given up the first had begun, and may be carried out yet. The others never are.
        // The file is free again, and no second is promised to a store that waits for a busy machine: so this one has time.
        await using var patient = database.NewStore(migrate: false);
        for (var current = session; ;)
        {
            var result = await patient.UpdateAsync(current.Next(), current.Version);
            Assert.NotEqual(UpdateOutcome.Gone, result.Outcome);
            if (!result.IsConflict(out current)) break;
        }
        Assert.InRange((await patient.FindAsync(session.Id))!.Version, 2, 3);
    }

    [Fact]
    public async Task A_read_only_file_says_why_it_takes_no_writes()
    {
        using var database = new AnyDatabase("sqlite");
        await using (var store = database.NewStore(migrate: true)) Assert.Null(await store.FindAsync(SessionId.New()));
        await using var dataSource = database.NewDataSource();
        var file = dataSource.ConnectionString.Split(';')[0];
        await using var reader = DatabaseNode.Create(ConnectionText.Open($"{file};Mode=ReadOnly"), new());
        Assert.Null(await reader.FindAsync(SessionId.New()));
        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () =>
            await reader.CreateAsync(SampleRecords.Anonymous(TimeProvider.System.GetUtcNow())));
        Assert.Contains("takes no writes", failure.Message, StringComparison.Ordinal);
    }
}
