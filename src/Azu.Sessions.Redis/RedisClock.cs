using System.Globalization;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>The clock of the server.</summary>
internal sealed class RedisClock(RedisCalls calls, RedisKeys keys)
{
    public async Task<DateTimeOffset> ReadAsync()
    {
        var time = (RedisResult[])(await calls.RunAsync(RedisScripts.Clock, keys.Nodes))!;
        return DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(Number(time[0])) + TimeSpan.FromMicroseconds(Number(time[1]));
    }

    private static long Number(RedisResult text) => long.Parse((string)text!, CultureInfo.InvariantCulture);
}
