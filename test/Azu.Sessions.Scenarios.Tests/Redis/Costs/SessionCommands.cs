using System.Text.RegularExpressions;

namespace Azu.Sessions.Scenarios.Tests.Redis;

/// <summary>
/// The commands about sessions and their lists that clients sent to a Redis, as its <c>MONITOR</c> tells them. What scripts call is not among them.
/// </summary>
/// <param name="Gets">How many sessions were read.</param>
/// <param name="Scripts">How many scripts ran.</param>
/// <param name="Removals">How many entries were taken out of lists.</param>
internal readonly partial record struct SessionCommands(int Gets, int Scripts, int Removals)
{
    public override string ToString() => $"{Gets} GET, {Scripts} scripts, {Removals} ZREM";

    /// <param name="redis">The server.</param>
    /// <param name="act">What is counted.</param>
    /// <param name="scripts">How many scripts to wait for: a touch ends behind its response.</param>
    public static async Task<SessionCommands> OfAsync(RedisServer redis, Func<Task> act, int scripts)
    {
        await using var monitor = await RedisMonitor.StartAsync(redis);
        await act();
        await Eventually.HoldsAsync(() => Count(monitor, "EVALSHA") >= scripts);
        // The server tells its commands in their order: what it was asked before this has been told then.
        var last = Guid.NewGuid().ToString("N");
        await redis.AskAsync("GET", last);
        await Eventually.HoldsAsync(() => monitor.Sent("GET").ContainsKey(last));
        // Each script is known to the server by now, and each other command would be counted nowhere.
        Assert.All(monitor.Sent(), words => Assert.True(!IsOfSession(words) || words[0] is "GET" or "EVALSHA" or "ZREM", string.Join(' ', words)));
        return new(Count(monitor, "GET"), Count(monitor, "EVALSHA"), Count(monitor, "ZREM"));
    }

    private static int Count(RedisMonitor monitor, string command) => monitor.Sent().Count(words => words[0] == command && IsOfSession(words));

    private static bool IsOfSession(IReadOnlyList<string> words) => words.Any(word => SessionKey().IsMatch(word));

    [GeneratedRegex("^azu:session:([0-9a-f]{32}$|subject:|index:)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SessionKey();
}
