using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// One conditional write. One command, unless the lists of the session or its absolute end change: then the script answers so, writes nothing, and
/// is asked again when the session is entered where it is going to be. Those entries stay whatever comes of the write: readers compare them.
/// </summary>
internal sealed class RedisUpdate(
    RedisCalls calls, RedisKeys keys, RedisIndexWriter entries, RedisReader reader, RedisAnnouncements announcements, TimeProvider time,
    SessionRecord record, byte[] packed, long expectedVersion)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpdateResult> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var answer = (RedisResult[])(await AskAsync(isEntered: !RedisIndexWriter.HasLists(record)))!;
            if ((string?)answer[0] == "unlisted")
            {
                await entries.AddAsync(record);
                answer = (RedisResult[])(await AskAsync(isEntered: true))!;
            }
            return (string?)answer[0] switch
            {
                "updated" when answer.Length > 1 => UpdatedWith((byte[]?)answer[1] ?? []),
                "updated" => UpdateResult.Updated(record.CutAtItsEnd()),
                "repeated" => reader.Read(record.Id, answer[1]) is { } current ? UpdateResult.Updated(current) : UpdateResult.Gone,
                "conflict" => reader.Read(record.Id, answer[1]) is { } current ? UpdateResult.Conflict(current) : UpdateResult.Gone,
                _ => UpdateResult.Gone,
            };
        }
        catch (Exception e) when (RedisFault.Is(e, cancellationToken))
        {
            throw RedisFault.Of(e, "update", record.Id);
        }
    }

    private ValueTask<RedisResult> AskAsync(bool isEntered) => calls.RunAsync(
        RedisScripts.Update,
        keys.Session(record.Id),
        announcements.WithUpdated(record.Id, record.Version, Ticks.Cutoff(time.GetUtcNow()), Ticks.Of(expectedVersion), packed, isEntered ? "yes" : "no"));

    /// <summary>A touch had overtaken this update, and its times were kept. They may be damaged: then the record is broken.</summary>
    private UpdateResult UpdatedWith(byte[] times)
    {
        var stored = (byte[])packed.Clone();
        times.CopyTo(stored, PackedRecordLayout.TimesAt);
        return reader.Read(record.Id, stored) is { } current ? UpdateResult.Updated(current) : UpdateResult.Gone;
    }
}
