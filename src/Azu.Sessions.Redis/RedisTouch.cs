using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Moves the times of use: one command. Then enters the session into its lists again, one command for each: what a fail-over lost of them is back
/// after one touch interval.
/// </summary>
internal sealed class RedisTouch(
    RedisCalls calls, RedisKeys keys, RedisIndexWriter entries, TimeProvider time, SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var beginning = (byte[]?)await calls.RunAsync(
                RedisScripts.Touch, keys.Session(id), Ticks.Cutoff(time.GetUtcNow()), SessionRecordFormat.PackTimes(id, lastSeenAt, expiresAt));
            if (beginning is null) return false;
            if (beginning.Length > 0) await entries.AddAgainAsync(id, beginning);
            return true;
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, "touch", id);
        }
    }
}
