using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>Reads values, and decides about those that are no session.</summary>
internal sealed class RedisReader(RedisCalls calls, RedisKeys keys, TimeProvider time, ILogger log)
{
    public ValueTask<RedisValue> AskAsync(SessionId id) => calls.GetAsync(keys.Session(id));

    /// <summary>The session in an answer, unless its time is over.</summary>
    /// <exception cref="SessionUnreadableException">A newer version of the library wrote it.</exception>
    public SessionRecord? Live(SessionId id, byte[]? value) =>
        value is not null && Read(id, value) is { } record && record.IsRetained(time.GetUtcNow()) ? record : null;

    /// <summary>One of many: a value that is no session, or cannot be read, is passed over.</summary>
    public async Task<SessionRecord?> FindReadableAsync(SessionId id)
    {
        var (reading, record) = await LookAsync(id);
        return reading == PackedReading.Record && record!.IsRetained(time.GetUtcNow()) ? record : null;
    }

    /// <summary>What stands under one of many keys, whatever this node's clock says; null where nothing does that could be a session.</summary>
    public async Task<(PackedReading? Reading, SessionRecord? Record)> LookAsync(SessionId id)
    {
        try
        {
            if ((byte[]?)await AskAsync(id) is not { } value) return default;
            var reading = Classify(id, value, out var record);
            return (reading, record);
        }
        catch (RedisServerException e) when (RedisFault.IsWrongType(e))
        {
            return default;
        }
    }

    /// <summary>Whether a live session is stored there, by the header alone: a count need not fetch what it counts.</summary>
    public async Task<bool> IsLiveAsync(SessionId id)
    {
        try
        {
            return await calls.GetRangeAsync(keys.Session(id), 0, PackedRecordLayout.HeaderSize - 1) is { Length: PackedRecordLayout.HeaderSize } header
                && header[PackedRecordLayout.FormatAt] == PackedRecordLayout.Format
                && PackedRecordPeek.IsRetained(header, time.GetUtcNow());
        }
        catch (RedisServerException e) when (RedisFault.IsWrongType(e))
        {
            return false;
        }
    }

    /// <summary>
    /// The session in a value. Null for a broken value: the visitor gets a new session, and the value is left for inspection until its time is over.
    /// </summary>
    /// <exception cref="SessionUnreadableException">A newer version of the library wrote it: it is not broken, only not for this node.</exception>
    public SessionRecord? Read(SessionId id, byte[] value) =>
        Classify(id, value, out var record) == PackedReading.Newer ? SessionRecordFormat.Find(id, value) : record;

    /// <summary>The same for the answer of a script.</summary>
    public SessionRecord? Read(SessionId id, RedisResult value) => Read(id, (byte[]?)value ?? []);

    /// <summary>What a value is. A record of another session is broken too: its key was changed.</summary>
    private PackedReading Classify(SessionId id, byte[] value, out SessionRecord? record)
    {
        var reading = SessionRecordFormat.Read(value, out record);
        if (reading == PackedReading.Record && record!.Id != id) (reading, record) = (PackedReading.Broken, null);
        if (reading == PackedReading.Broken) log.UnreadableSession(id, value.Length);
        return reading;
    }
}
