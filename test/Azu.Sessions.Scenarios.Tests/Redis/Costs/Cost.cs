namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>What arrived at a Redis, by its own count.</summary>
/// <param name="Reads">How many sessions were read.</param>
/// <param name="Scripts">How many scripts ran, without the echoes of nodes that keep copies.</param>
internal readonly record struct Cost(long Reads, long Scripts)
{
    public static Cost None => default;

    /// <summary>What an act costs.</summary>
    public static async Task<Cost> OfAsync(RedisServer redis, Func<Task> act)
    {
        await redis.AskAsync("CONFIG", "RESETSTAT");
        await act();
        var sent = await redis.CommandsAsync();
        Assert.DoesNotContain(sent.Keys, c => c is "mget" or "getrange" or "exists");
        // A server that does not know a script yet is sent its text. An echo is a script that asks for the cluster, and another one never does; a
        // script that writes reads what it replaces.
        var scripts = sent.GetValueOrDefault("evalsha") + sent.GetValueOrDefault("eval") - sent.GetValueOrDefault("cluster|info");
        return new(sent.GetValueOrDefault("get") - scripts, scripts);
    }
}
