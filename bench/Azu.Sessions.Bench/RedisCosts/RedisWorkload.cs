using StackExchange.Redis;

namespace Azu.Sessions.Bench;

/// <summary>One operation over one connection, on a session or a value of each lane's own.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Protocol">What the connection speaks.</param>
/// <param name="RunAsync">Carries it out once, on the session of a lane.</param>
internal sealed record RedisWorkload(string Name, RedisProtocol Protocol, Func<int, Task> RunAsync)
{
    public const string Find = "find", Update = "update", Get = "bare GET", GetAndSet = "bare GET and SET",
        GetAndSwap = "bare GET and compare-and-set by a script",
        GetAndNothing = "bare GET and a script that does nothing";

    /// <summary>All of them over one protocol.</summary>
    public static async Task<IReadOnlyList<RedisWorkload>> OfAsync(RedisLanes lanes, RedisProtocol protocol)
    {
        var manager = lanes.Manager;
        var (tokens, keys, value) = (await lanes.SessionsAsync(), lanes.Keys, lanes.Value);
        var database = lanes.Bare.GetDatabase();
        var server = lanes.Bare.GetServer(lanes.Bare.GetEndPoints()[0]);
        var (swap, nothing) = (server.ScriptLoad(RawRedisSwap.Swap), server.ScriptLoad("return 1"));
        return
        [
            new(Get, protocol, async lane => _ = (byte[]?)await database.StringGetAsync(keys[lane])),
            new(Find, protocol, async lane => _ = await manager.FindAsync(tokens[lane]) ?? throw new BenchException("A session is not there.")),
            new(GetAndSet, protocol, async lane =>
            {
                _ = (byte[]?)await database.StringGetAsync(keys[lane]);
                await database.StringSetAsync(keys[lane], value, TimeSpan.FromHours(1));
            }),
            new(GetAndNothing, protocol, async lane =>
            {
                _ = (byte[]?)await database.StringGetAsync(keys[lane]);
                await database.ScriptEvaluateAsync(nothing, [keys[lane]], [value]);
            }),
            new(GetAndSwap, protocol, async lane =>
            {
                _ = (byte[]?)await database.StringGetAsync(keys[lane]);
                await database.ScriptEvaluateAsync(swap, [keys[lane]], [value, value.AsMemory(0, 1), 3_600_000]);
            }),
            new(Update, protocol, async lane => await manager.UpdateAsync(tokens[lane], static d => d.Visited())),
        ];
    }
}
