using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>The server's memory of scripts is a cache: it is empty after SCRIPT FLUSH, a restart, a fail-over.</summary>
public sealed class LostScriptTests
{
    [Fact]
    public async Task An_operation_whose_script_is_gone_is_carried_out_once()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var now = TimeProvider.System.GetUtcNow();
        // Twice: first the client has not sent the scripts yet, then it believes that the server has them.
        for (var round = 0; round < 2; round++)
        {
            var record = SampleRecords.SignedIn(now, "alice");
            await FlushAsync(redis);
            Assert.True(await store.CreateAsync(record));
            await FlushAsync(redis);
            var updated = await store.UpdateAsync(record.Next("new"), 1);
            Assert.Equal((UpdateOutcome.Updated, 2L), (updated.Outcome, updated.Current!.Version));
            await FlushAsync(redis);
            Assert.True(await store.TouchAsync(record.Id, now.AddMinutes(1), now.AddMinutes(90)));
            await FlushAsync(redis);
            Assert.Single((await store.ListAsync(SessionQuery.All, null)).Records);
            await FlushAsync(redis);
            Assert.True(await store.RemoveAsync(record.Id));
        }
        Assert.Empty(await redis.KeysAsync());
    }

    [Fact]
    public async Task Many_operations_at_once_survive_a_flush_in_the_middle()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        var now = TimeProvider.System.GetUtcNow();
        var flushing = Task.Run(async () => { for (var i = 0; i < 20; i++) await FlushAsync(redis); });
        var created = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(async _ =>
        {
            try
            {
                return await store.CreateAsync(SampleRecords.Anonymous(now));
            }
            catch (SessionStoreException e) when (e.Message.Contains("NOSCRIPT", StringComparison.Ordinal))
            {
                return false; // flushed twice while it was on its way: said so, and nothing was carried out
            }
        }));
        await flushing;
        Assert.Equal(created.Count(c => c), await store.CountAsync(SessionQuery.All));
    }

    private static Task FlushAsync(OwnServer redis) => redis.Server.AskAsync("SCRIPT", "FLUSH", "SYNC");
}
