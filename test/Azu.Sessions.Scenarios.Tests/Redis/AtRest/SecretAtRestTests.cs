using System.Text;

namespace Azu.Sessions.Scenarios.Tests.Redis;

[Trait("Requirement", "R-05")]
public sealed class SecretAtRestTests
{
    [Fact]
    public async Task A_reader_of_Redis_finds_no_secret_that_admits_anybody()
    {
        await using var server = await RedisServer.StartAsync();
        await StoredSecret.ShowIsAbsentAsync(b => b.UseRedisStore(server.Configuration), async () =>
        {
            var all = new StringBuilder();
            foreach (var key in Keys(await server.AskAsync("KEYS", "*")))
            {
                var type = (string)(await server.AskAsync("TYPE", key))!;
                string[] read = type switch
                {
                    "string" =>
                    ["GET", key],
                    "zset" => ["ZRANGE", key, "0", "-1", "WITHSCORES"],
                    _ => throw new InvalidOperationException($"{key} is a {type}.")
                };
                all.AppendLine(key);
                foreach (var value in Keys(await server.AskAsync(read))) all.AppendLine(value);
            }

            return Encoding.Latin1.GetBytes(all.ToString());
        });
    }

    private static IEnumerable<string> Keys(object? answer) => answer is object?[] many ? many.Select(one => (string)one!) : [(string)answer!];
}
