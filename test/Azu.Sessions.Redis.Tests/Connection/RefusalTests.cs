using Azu.Sessions.Conformance;
using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>Redis is there and says no. Each refusal is a failure of the infrastructure, and says what to do.</summary>
public sealed class RefusalTests
{
    private readonly SessionRecord _record = SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "alice");

    [Fact]
    public async Task A_full_Redis_takes_no_new_session_and_still_reads_and_removes()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        await store.CreateAsync(_record);
        await store.RemoveAsync(SessionId.New());
        await redis.Server.AskAsync("CONFIG", "SET", "maxmemory", "1");
        await RefusedAsync(async () => await store.CreateAsync(SampleRecords.Anonymous(_record.CreatedAt)), "OOM", "maxmemory");
        await RefusedAsync(async () => await store.UpdateAsync(_record.Next(), 1), "OOM", "maxmemory");
        SameRecord.Assert(_record, await store.FindAsync(_record.Id));
        Assert.True(await store.RemoveAsync(_record.Id), "Signing out must work when Redis is full.");
    }

    [Fact]
    public async Task A_replica_takes_no_write()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        await store.CreateAsync(_record);
        await store.UpdateAsync(_record.Next(), 1);
        // The client still takes it for a primary.
        await redis.Server.AskAsync("REPLICAOF", "127.0.0.1", "1");
        await RefusedAsync(async () => await store.UpdateAsync(_record.Next().Next(), 2), "READONLY", "primary");
    }

    [Fact]
    public async Task A_missing_password_is_asked_for()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        await store.CreateAsync(_record);
        await redis.Server.AskAsync("CONFIG", "SET", "requirepass", "later");
        using var late = await ConnectionMultiplexer.ConnectAsync(redis.Server.Configuration + ",abortConnect=false");
        var thrown = await Assert.ThrowsAsync<SessionStoreException>(async () => await Stores.Of(late, "s:").FindAsync(_record.Id));
        Assert.True(thrown.Message.Contains("password", StringComparison.Ordinal) || thrown.Message.Contains("no connection", StringComparison.Ordinal),
            thrown.Message);
    }

    [Fact]
    public async Task A_user_without_the_right_to_a_command_is_told_which_rights_are_needed()
    {
        await using var redis = await OwnServer.StartAsync();
        var store = redis.Store();
        await store.CreateAsync(_record);
        await redis.Server.AskAsync("ACL", "SETUSER", "default", "-get");
        await RefusedAsync(async () => await store.FindAsync(_record.Id), "NOPERM", "needs");
    }

    [Fact]
    public async Task A_busy_script_of_somebody_else_is_named()
    {
        await using var redis = await OwnServer.StartAsync("--busy-reply-threshold", "50");
        var store = redis.Store();
        await store.CreateAsync(_record);
        var endless = redis.Server.AskAsync("EVAL", "while true do end", "0");
        await Eventually.HoldsAsync(async () =>
        {
            var thrown = await Record.ExceptionAsync(async () => await store.FindAsync(_record.Id));
            return thrown is SessionStoreException && thrown.Message.Contains("BUSY", StringComparison.Ordinal);
        });
        await redis.Server.AskAsync("SCRIPT", "KILL");
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => endless);
        SameRecord.Assert(_record, await store.FindAsync(_record.Id));
    }

    private async Task RefusedAsync(Func<Task> act, params string[] words)
    {
        var thrown = await Assert.ThrowsAsync<SessionStoreException>(act);
        Assert.All(words, word => Assert.Contains(word, thrown.Message, StringComparison.Ordinal));
        Assert.NotNull(thrown.InnerException);
    }
}
