using System.Globalization;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>One server that holds sessions, asked directly: what it is asked names no key.</summary>
/// <param name="FirstSlot">The first of its slots; 0 where there is no cluster.</param>
/// <param name="Server">How the client reaches it.</param>
/// <param name="Database">The number of the database that the sessions are in.</param>
/// <param name="Connection">Is told when the server turns out to be a replica.</param>
internal sealed record RedisShard(int FirstSlot, IServer Server, int Database, RedisConnection Connection)
{
    private const CommandFlags Flags = CommandFlags.DemandMaster | CommandFlags.NoRedirect;

    /// <summary>What messages call it.</summary>
    public string Name => FirstSlot == 0 ? "its first server" : $"the server of slot {FirstSlot}";

    /// <summary>One step through its keys.</summary>
    /// <param name="cursor">Where to go on; 0 at the beginning.</param>
    /// <param name="pattern">Which keys.</param>
    /// <param name="count">How many keys the server looks at.</param>
    public async Task<(ulong Cursor, byte[]?[] Keys)> ScanAsync(ulong cursor, RedisValue pattern, int count)
    {
        var answer = (RedisResult[])(await Server.ExecuteAsync(Database, "SCAN",
            [cursor.ToString(CultureInfo.InvariantCulture), "MATCH", pattern, "COUNT", count], Flags))!;
        return (ulong.Parse((string)answer[0]!, CultureInfo.InvariantCulture), (byte[]?[])answer[1]!);
    }

    /// <summary>How many keys its database has.</summary>
    public async Task<long> CountKeysAsync() => (long)await Server.ExecuteAsync(Database, "DBSIZE", [], Flags);

    /// <summary>Runs a script that touches no key.</summary>
    public Task<RedisResult> RunAsync(RedisScript script, params RedisValue[] values) =>
        Connection.RunAsync(script, (command, text) => Server.ExecuteAsync(Database, command, [text, 0, .. values], Flags));
}
