namespace Azu.Sessions.Redis;

/// <summary>What a server says of itself: one section of INFO.</summary>
internal static class RedisInfo
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(RedisShard server, string section)
    {
        var text = (string?)await server.RunAsync(RedisScripts.Info, section) ?? "";
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) values[line[..colon]] = line[(colon + 1)..];
        }
        return values;
    }
}
