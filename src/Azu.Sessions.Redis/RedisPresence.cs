using System.Text;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>Tells which of many sessions have ended, by the beginnings of their records: no payload crosses the network.</summary>
internal sealed class RedisPresence(RedisCalls calls, RedisKeys keys, RedisReader reader, TimeProvider time)
{
    public async Task<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known)
    {
        var haveEnded = await Task.WhenAll(known.Select(HasEndedAsync));
        return [.. known.Where((_, i) => haveEnded[i]).Select(presence => presence.Id)];
    }

    private async Task<bool> HasEndedAsync(SessionPresence known)
    {
        var length = PackedRecordLayout.HeaderSize + (known.Subject is { } subject ? sizeof(int) + Encoding.UTF8.GetByteCount(subject) : 0);
        try
        {
            var beginning = await calls.GetRangeAsync(keys.Session(known.Id), 0, length - 1);
            if (beginning is null || beginning.Length < PackedRecordLayout.HeaderSize) return true;
            // Only the whole value tells what a newer version wrote from what is broken.
            if (beginning[PackedRecordLayout.FormatAt] != PackedRecordLayout.Format) return (await reader.LookAsync(known.Id)).Reading != PackedReading.Newer;
            return !PackedRecordPeek.IsRetained(beginning, time.GetUtcNow()) || (known.Subject is not null && !HasSubject(beginning, known.Subject));
        }
        catch (RedisServerException e) when (RedisFault.IsWrongType(e))
        {
            return true;
        }
    }

    private static bool HasSubject(byte[] beginning, string subject)
    {
        var text = beginning.AsSpan(PackedRecordLayout.ListsAt);
        return PackedRecordPeek.HasSubject(beginning)
            && text.Length == sizeof(int) + Encoding.UTF8.GetByteCount(subject)
            && System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(text) == text.Length - sizeof(int)
            && text[sizeof(int)..].SequenceEqual(Encoding.UTF8.GetBytes(subject));
    }
}
