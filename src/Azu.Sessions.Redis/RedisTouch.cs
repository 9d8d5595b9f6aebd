using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Moves the times of use. One command, unless a session without an absolute end is about to outlive its members in lists: then those are
/// entered anew first.
/// </summary>
internal sealed class RedisTouch(
    RedisCalls calls, RedisKeys keys, RedisEntries entries, RedisReader reader, TimeProvider time,
    SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var answer = (RedisResult[])(await AskAsync(default, default))!;
            if (Outcome(answer) == "unlisted") answer = await ListAsync(answer);
            return Outcome(answer) is "touched" or "moved";
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, "touch", id);
        }
    }

    private ValueTask<RedisResult> AskAsync(IndexMark before, IndexMark mark) => calls.RunAsync(
        RedisScripts.Touch, keys.Session(id), Ticks.Of(Ticks.Cutoff(time.GetUtcNow())), Ticks.Of(lastSeenAt), Ticks.Of(expiresAt), mark.Bytes, before.Bytes);

    /// <summary>Moves the times once the session is entered for as long as it is going to last.</summary>
    private async Task<RedisResult[]> ListAsync(RedisResult[] answer)
    {
        while (Outcome(answer) == "unlisted" && reader.Read(id, answer[1]) is { } stored)
        {
            var now = time.GetUtcNow();
            var touched = stored.Record with { ExpiresAt = expiresAt > stored.Record.ExpiresAt ? expiresAt : stored.Record.ExpiresAt };
            var mark = IndexMark.New(touched, now);
            await entries.AddAsync(touched, mark, Ticks.Of(Ticks.Cutoff(now)));
            answer = (RedisResult[])(await AskAsync(stored.Mark, mark))!;
            if (Outcome(answer) == "moved") await entries.RemoveAsync(stored.Record, stored.Mark);
            else await entries.RemoveAsync(touched, mark);
        }
        return answer;
    }

    private static string? Outcome(RedisResult[] answer) => (string?)answer[0];
}
