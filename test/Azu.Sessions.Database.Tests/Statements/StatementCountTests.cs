namespace Azu.Sessions.Database.Tests;

/// <summary>How many statements the server sees, as the server counts them.</summary>
public sealed class StatementCountTests
{
    [Fact]
    public async Task Each_operation_that_succeeds_is_one_statement()
    {
        await using var counted = await CountedStore.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var first = SampleRecords.SignedIn(now, "alice");
        var second = first.Next("""{"n":2}""");

        Assert.Equal(1, await counted.DuringAsync(async s => Assert.True(await s.CreateAsync(first))));
        Assert.Equal(1, await counted.DuringAsync(async s => Assert.NotNull(await s.FindAsync(first.Id))));
        Assert.Equal(1, await counted.DuringAsync(async s => Assert.Equal(UpdateOutcome.Updated, (await s.UpdateAsync(second, 1)).Outcome)));
        Assert.Equal(1, await counted.DuringAsync(async s => Assert.True(await s.TouchAsync(first.Id, now.AddMinutes(5), now.AddHours(2)))));
        Assert.Equal(1, await counted.DuringAsync(async s => Assert.True(await s.RemoveAsync(first.Id))));
    }

    [Fact]
    public async Task An_update_that_leaves_the_declared_indexes_alone_is_one_statement()
    {
        await using var counted = await CountedStore.StartAsync();
        var first = SampleRecords.Complete(TimeProvider.System.GetUtcNow());
        Assert.True(await counted.Store.CreateAsync(first));
        Assert.Equal(1, await counted.DuringAsync(async s =>
            Assert.Equal(UpdateOutcome.Updated, (await s.UpdateAsync(first.Next("{}"), first.Version)).Outcome)));
    }

    [Fact]
    public async Task A_conflict_is_two_statements()
    {
        await using var counted = await CountedStore.StartAsync();
        var first = SampleRecords.Anonymous(TimeProvider.System.GetUtcNow());
        Assert.True(await counted.Store.CreateAsync(first));
        Assert.Equal(2, await counted.DuringAsync(async s =>
            Assert.Equal(UpdateOutcome.Conflict, (await s.UpdateAsync(first.Next() with { Version = 6 }, 5)).Outcome)));
    }

    [Fact]
    public async Task A_touch_that_moves_nothing_writes_nothing()
    {
        await using var counted = await CountedStore.StartAsync();
        var first = SampleRecords.Anonymous(TimeProvider.System.GetUtcNow());
        Assert.True(await counted.Store.CreateAsync(first));
        var before = await counted.RowVersionAsync(first.Id);
        Assert.True(await counted.Store.TouchAsync(first.Id, first.LastSeenAt, first.ExpiresAt));
        Assert.Equal(before, await counted.RowVersionAsync(first.Id));
        Assert.True(await counted.Store.TouchAsync(first.Id, first.LastSeenAt, first.ExpiresAt.AddTicks(1)));
        Assert.NotEqual(before, await counted.RowVersionAsync(first.Id));
    }

    [Fact]
    public async Task Statements_are_parsed_once_and_not_with_each_call()
    {
        await using var node = await PostgresNode.StartAsync(connections: 1);
        for (var i = 0; i < 5; i++) await node.Store.FindAsync(SessionId.New());
        Assert.Equal(1, await node.DataSource.ScalarAsync<long>("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%WHERE id = $1 AND " +
            "expires_at > $2'"));
    }

    [Fact]
    public async Task Behind_a_simple_pooler_nothing_is_prepared()
    {
        await using var node = await PostgresNode.StartAsync(o => o.PrepareStatements = false, connections: 1);
        await node.CreatedAsync();
        await node.Store.FindAsync(SessionId.New());
        Assert.Equal(0, await node.DataSource.ScalarAsync<long>("SELECT count(*) FROM pg_prepared_statements"));
    }
}
