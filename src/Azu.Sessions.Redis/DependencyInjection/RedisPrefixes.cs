using System.Collections.Concurrent;

namespace Azu.Sessions.Redis;

/// <summary>
/// Refuses two session types, or one and a list of revocations, under one prefix of one Redis: each would list, count and clear the other's keys. Redis
/// behind two different addresses counts as two.
/// </summary>
internal sealed class RedisPrefixes
{
    private readonly ConcurrentDictionary<(object Redis, string Prefix), string> _claims = new();

    public void Claim(object redis, string prefix, string type)
    {
        var owner = _claims.GetOrAdd((redis, prefix), type);
        if (owner != type)
            throw new InvalidOperationException($"{owner} and {type} are kept under the same prefix '{prefix}' of the same Redis. Give one of them " +
                "another: UseRedisStore(…, r => r.KeyPrefix = …), and likewise for RevokeInRedis.");
    }
}
