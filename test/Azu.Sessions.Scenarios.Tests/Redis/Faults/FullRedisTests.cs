using System.Globalization;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>A Redis that is full still reads and removes, and so does the application on it.</summary>
[Trait("Requirement", "R-96")]
public sealed class FullRedisTests
{
    [Fact]
    public async Task A_full_Redis_signs_nobody_out_and_members_can_sign_out()
    {
        await using var server = await RedisServer.StartAsync(arguments: ["--maxmemory-policy", "noeviction"]);
        await RefusedWrites.ShowAsync(b => b.UseRedisStore(server.EndPoint), () => LimitAsync(server, 1_000_000), () => LimitAsync(server, 0), canRemove: true);
    }

    [Fact]
    public async Task Three_nodes_that_write_one_session_lose_nothing()
    {
        await using var server = await RedisServer.StartAsync();
        await NodesWrite.ShowAsync(b => b.UseRedisStore(server.EndPoint));
    }

    private static Task LimitAsync(RedisServer server, int bytes) =>
        server.AskAsync("CONFIG", "SET", "maxmemory", bytes.ToString(CultureInfo.InvariantCulture));
}
