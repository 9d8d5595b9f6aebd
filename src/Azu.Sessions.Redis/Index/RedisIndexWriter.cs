using System.Globalization;
using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Enters sessions into the lists of their subject and index values. Each list is one key, so in a cluster each step is one server's. A list may
/// name a session that is not in it any more, or is not yet, and never misses one. So only two things take an entry out: the caller that removed
/// the record, and the time when the absolute end is over.
/// </summary>
internal sealed class RedisIndexWriter(RedisCalls calls, RedisKeys keys)
{
    public static bool HasLists(SessionRecord record) => record.Subject is not null || record.Indexes.Count > 0;

    /// <exception cref="ArgumentException">It is in lists and never ends: nothing would say when its entries go.</exception>
    public static void Check(SessionRecord record)
    {
        if (record.AbsoluteExpiresAt is null && HasLists(record))
            throw new ArgumentException("A record with a subject or index entries needs an AbsoluteExpiresAt: the entries of its lists last until then.",
                nameof(record));
    }

    /// <summary>Enters a session, before its record is written.</summary>
    public Task AddAsync(SessionRecord record) => AddAsync(record.Id, record.Subject, record.Indexes, record.AbsoluteExpiresAt!.Value);

    /// <summary>Enters a session again, of which the beginning of the packed record is known.</summary>
    public Task AddAgainAsync(SessionId id, byte[] beginning)
    {
        var end = PackedRecordPeek.AbsoluteTicks(beginning);
        return PackedLists.TryRead(beginning, out var lists) && end >= 0 && end <= DateTimeOffset.MaxValue.UtcTicks
            ? AddAsync(id, lists.Subject, lists.Indexes, new DateTimeOffset(end, TimeSpan.Zero))
            : Task.CompletedTask;
    }

    /// <summary>
    /// Takes out the entries of a record that this caller removed. A failure is not reported: it changes nothing about the removal, and readers
    /// recognise entries that are left.
    /// </summary>
    public async Task RemoveAsync(SessionRecord removed)
    {
        if (!HasLists(removed)) return;
        RedisValue[] member = [Member(removed.Id)];
        try
        {
            await Task.WhenAll(ListsOf(removed.Subject, removed.Indexes).Select(list => calls.RemoveMembersAsync(list, member)));
        }
        catch (Exception e) when (e is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            // Readers recognise entries that are left.
        }
    }

    public RedisKey ListOf(SessionQuery query) => query.Subject is { } subject ? keys.Subject(subject) : keys.Index(query.Index!.Value);

    public static byte[] Member(SessionId id)
    {
        var member = new byte[SessionId.Size];
        id.WriteTo(member);
        return member;
    }

    private Task AddAsync(SessionId id, string? subject, IReadOnlyList<SessionIndexEntry> indexes, DateTimeOffset end)
    {
        RedisValue member = Member(id);
        // Rounded up: the entry must not end before the session.
        RedisValue score = (end.ToUnixTimeMilliseconds() + 1).ToString(CultureInfo.InvariantCulture);
        return Task.WhenAll(ListsOf(subject, indexes).Select(list => calls.RunAsync(RedisScripts.List, list, member, score).AsTask()));
    }

    private IEnumerable<RedisKey> ListsOf(string? subject, IReadOnlyList<SessionIndexEntry> indexes)
    {
        if (subject is not null) yield return keys.Subject(subject);
        foreach (var entry in indexes.Distinct()) yield return keys.Index(entry);
    }
}
