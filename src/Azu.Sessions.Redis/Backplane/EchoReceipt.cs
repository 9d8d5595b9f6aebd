using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>What a server says when it has taken an echo.</summary>
/// <param name="Heard">How many heard it from this very server.</param>
/// <param name="WithSlots">How many servers of the cluster hold slots, as this one knows it; 1 where there is no cluster.</param>
/// <param name="Server">Its name in the cluster; empty where there is none.</param>
/// <param name="Links">The servers that it hands messages on to, and since when it does so over the same link; empty where it does not tell.</param>
internal sealed record EchoReceipt(int Heard, int WithSlots, string Server, IReadOnlyDictionary<string, string> Links)
{
    private const int Fixed = 3;

    public static EchoReceipt Read(RedisResult result)
    {
        var answer = (RedisResult[])result!;
        var links = new Dictionary<string, string>();
        for (var i = Fixed; i + 1 < answer.Length; i += 2) links[(string)answer[i]!] = (string)answer[i + 1]!;
        return new((int)answer[0], (int)answer[1], answer.Length > 2 ? (string)answer[2]! : "", links);
    }
}
