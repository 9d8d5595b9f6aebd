using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// One conditional write. One command, unless the lists of the session change: then the script answers so, writes nothing, and is asked again
/// when the session is entered where it is going to be.
/// </summary>
internal sealed class RedisUpdate(
    RedisCalls calls, RedisKeys keys, RedisEntries entries, RedisReader reader, RedisAnnouncements announcements, TimeProvider time,
    SessionRecord record, long expectedVersion)
{
    /// <summary>How long what was entered is sure to be still there; half of what a reader waits before it takes an unconfirmed member out.</summary>
    private static readonly TimeSpan s_enteredFor = RedisMembers.ReaderPatience / 2;

    private SessionRecord? _entered;
    private IndexMark _mark;
    private long _enteredAt;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpdateResult> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var packed = SessionRecordFormat.Pack(record);
            var answer = (RedisResult[])(await AskAsync(packed, IndexMark.Wanted(record), "no"))!;
            if (Outcome(answer) == "unlisted") answer = await ListAsync(packed, answer);
            return Outcome(answer) switch
            {
                "updated" when answer.Length == 1 => UpdateResult.Updated(record),
                "updated" => UpdateResult.Updated(record with { LastSeenAt = Ticks.Read((byte[])answer[1]!), ExpiresAt = Ticks.Read((byte[])answer[2]!) }),
                "repeated" => reader.Read(record.Id, answer[1]) is { } current ? UpdateResult.Updated(current.Record) : UpdateResult.Gone,
                "conflict" => reader.Read(record.Id, answer[1]) is { } current ? UpdateResult.Conflict(current.Record) : UpdateResult.Gone,
                _ => UpdateResult.Gone,
            };
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, "update", record.Id);
        }
    }

    private ValueTask<RedisResult> AskAsync(byte[] packed, IndexMark mark, string isEntered) => calls.RunAsync(
        RedisScripts.Update,
        keys.Session(record.Id),
        announcements.WithUpdated(record.Id, record.Version, Ticks.Of(Ticks.Cutoff(time.GetUtcNow())), Ticks.Of(expectedVersion), packed, mark.Bytes, isEntered));

    /// <summary>Writes once the session is entered where it is going to be.</summary>
    private async Task<RedisResult[]> ListAsync(byte[] packed, RedisResult[] answer)
    {
        while (Outcome(answer) == "unlisted" && reader.Read(record.Id, answer[1]) is { } stored)
        {
            await EnterAsync(stored.Record);
            answer = (RedisResult[])(await AskAsync(packed, _mark, "yes"))!;
            if (Outcome(answer) == "updated") await LeaveAsync(stored);
        }
        if (Outcome(answer) != "updated") await TakeBackAsync();
        return answer;
    }

    /// <summary>Enters the session where it is going to be, for as long as it is going to last.</summary>
    private async Task EnterAsync(SessionRecord stored)
    {
        await TakeBackAsync();
        var now = time.GetUtcNow();
        _entered = record.KeepingLaterTimes(stored);
        _mark = IndexMark.New(_entered, now);
        _enteredAt = time.GetTimestamp();
        if (!_mark.IsEmpty) await entries.AddAsync(_entered, _mark, Ticks.Of(Ticks.Cutoff(now)));
    }

    private Task TakeBackAsync() => _entered is null ? Task.CompletedTask : entries.RemoveAsync(_entered, _mark);

    /// <summary>Takes the session out of where it was; and makes sure that it is where it is, if this process was stopped for long in between.</summary>
    private async Task LeaveAsync(StoredSession before)
    {
        if (!_mark.IsEmpty && time.GetElapsedTime(_enteredAt) > s_enteredFor) await entries.AddAsync(_entered!, _mark, Ticks.Of(Ticks.Cutoff(time.GetUtcNow())));
        await entries.RemoveAsync(before.Record, before.Mark);
    }

    private static string? Outcome(RedisResult[] answer) => (string?)answer[0];
}
