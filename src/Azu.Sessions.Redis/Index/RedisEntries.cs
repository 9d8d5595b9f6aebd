using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Enters sessions into the lists of their subject and index values, and takes them out. Each list is one key, so in a cluster each step is one
/// server's. Members are entered before the record is written and taken out after it is gone or has changed: a list may name a session that is
/// not in it any more, or is not yet, and never misses one.
/// </summary>
internal sealed class RedisEntries(RedisCalls calls, RedisKeys keys)
{
    public Task AddAsync(SessionRecord record, IndexMark mark, byte[] cutoff)
    {
        RedisValue member = mark.Member(record.Id);
        return Task.WhenAll(ListsOf(record).Select(list => calls.RunAsync(RedisScripts.List, list, cutoff, member).AsTask()));
    }

    /// <summary>
    /// Takes members out. Whether that succeeds changes nothing about what was carried out before, and what stays behind is recognised by
    /// whoever reads it: so a failure is none.
    /// </summary>
    public async Task RemoveAsync(SessionRecord record, IndexMark mark)
    {
        if (mark.IsEmpty) return;
        RedisValue[] member = [mark.Member(record.Id)];
        try
        {
            await Task.WhenAll(ListsOf(record).Select(list => calls.RemoveMembersAsync(list, member)));
        }
        catch (Exception e) when (e is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            // As said above.
        }
    }

    public RedisKey ListOf(SessionQuery query) => query.Subject is { } subject ? keys.Subject(subject) : keys.Index(query.Index!.Value);

    private IEnumerable<RedisKey> ListsOf(SessionRecord record)
    {
        if (record.Subject is { } subject) yield return keys.Subject(subject);
        foreach (var entry in record.Indexes.Distinct()) yield return keys.Index(entry);
    }
}
