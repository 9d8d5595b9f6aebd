using System.Globalization;

namespace Azu.Sessions.Redis;

/// <summary>
/// The nodes that keep copies: one sorted set, scored by when a note ends. A member is the lag in milliseconds, a colon, and
/// the node.
/// </summary>
internal sealed class RedisNodes(RedisCalls calls, RedisKeys keys, TimeProvider time)
{
    public async Task NoteAsync(string node, TimeSpan maxRevocationLag, TimeSpan lifetime) =>
        await calls.RunAsync(RedisScripts.Note, keys.Nodes, Milliseconds(maxRevocationLag), node, Milliseconds(lifetime), Now());

    public async Task<TimeSpan?> FindLongestLagAsync() =>
        (string?)await calls.RunAsync(RedisScripts.Lag, keys.Nodes, Now()) is { } lag
            ? TimeSpan.FromMilliseconds(long.Parse(lag, CultureInfo.InvariantCulture))
            : null;

    private string Now() => time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => Math.Ceiling(time.TotalMilliseconds).ToString("F0", CultureInfo.InvariantCulture);
}
