using Azu.Sessions.Conformance;

namespace Azu.Sessions.Redis.Tests;

/// <summary>What a session takes in Redis' memory, by Redis' own account. Larger values cost up to a quarter more: the steps of its allocator grow.</summary>
public sealed class FootprintTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task A_session_takes_its_payload_and_at_most_320_bytes(int payload)
    {
        await using var redis = await OwnServer.StartAsync();
        await redis.Store("azu:session:").CreateAsync(SampleRecords.Anonymous(TimeProvider.System.GetUtcNow()) with
        {
            AbsoluteExpiresAt = TimeProvider.System.GetUtcNow().AddDays(1),
            Payload = new byte[payload],
        });
        Assert.InRange(await HeldAsync(redis), payload, payload + 320);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task A_session_with_a_subject_takes_its_payload_and_at_most_512_bytes_with_its_list(int payload)
    {
        await using var redis = await OwnServer.StartAsync();
        await redis.Store("azu:session:")
            .CreateAsync(SampleRecords.SignedIn(TimeProvider.System.GetUtcNow(), "alice@example.com") with { Payload = new byte[payload] });
        Assert.InRange(await HeldAsync(redis), payload, payload + 512);
    }

    private static async Task<long> HeldAsync(OwnServer redis)
    {
        long held = 0;
        foreach (var key in await redis.KeysAsync()) held += (long)(await redis.Server.AskAsync("MEMORY", "USAGE", key))!;
        return held;
    }
}
