using StackExchange.Redis;

namespace Azu.Sessions.Redis;

/// <summary>
/// Reads the list of a subject or an index value, in the order of ids. A member says that the session was there, is there or is about to be;
/// its record says which. What is over on the way is taken out.
/// </summary>
internal sealed class RedisMembers(RedisCalls calls, RedisEntries entries, RedisReader reader, TimeProvider time)
{
    /// <summary>
    /// A member that its record does not confirm may belong to a write that is under way. It is left for so long; a writer that was stopped in
    /// between for half of it looks after its members itself.
    /// </summary>
    public static readonly TimeSpan ReaderPatience = TimeSpan.FromMinutes(10);

    /// <summary>The next live sessions behind an id, and the id to go on behind; null at the end of the list.</summary>
    /// <exception cref="SessionUnreadableException">
    /// One of them was written by a newer version. Who signs out everywhere must learn that this node cannot; and its entry is not to be taken for a dead one.
    /// </exception>
    public async Task<(List<SessionRecord> Records, SessionId? Last)> ReadAsync(SessionQuery query, SessionId? after, int count)
    {
        var list = entries.ListOf(query);
        var members = await calls.MembersAfterAsync(list, after is { } id ? Behind(id) : null, count);
        var found = await Task.WhenAll(members.Select(FindAsync));

        var records = new List<SessionRecord>();
        var dead = new List<RedisValue>();
        SessionId? last = null;
        foreach (var (member, owner, stored) in found)
        {
            if (stored is { } live && owner != last && IsMeant(query, live.Record)) records.Add(live.Record);
            if (IsDead(member, stored)) dead.Add(member);
            last = owner ?? last;
        }
        if (dead.Count > 0) await calls.RemoveMembersAsync(list, [.. dead]);
        return (records, members.Length < count ? null : last);
    }

    private async Task<(byte[] Member, SessionId? Owner, StoredSession? Stored)> FindAsync(RedisValue value)
    {
        var member = (byte[]?)value ?? [];
        return IndexMark.TryReadMember(member, out var id) ? (member, id, await reader.FindIfSessionAsync(id)) : (member, null, null);
    }

    private static bool IsMeant(SessionQuery query, SessionRecord record) =>
        query.Subject is { } subject ? record.Subject == subject : record.Indexes.Contains(query.Index!.Value);

    private bool IsDead(byte[] member, StoredSession? stored)
    {
        if (member.Length != IndexMark.MemberSize) return true;
        if (stored is { } session && session.Mark.Has(member)) return false;
        var now = time.GetUtcNow();
        return IndexMark.ReachTicks(member) <= Ticks.Cutoff(now).UtcTicks || now - IndexMark.MadeAt(member) > ReaderPatience;
    }

    /// <summary>A member that no session has, behind all that begin with this id.</summary>
    private static byte[] Behind(SessionId id)
    {
        var bytes = new byte[IndexMark.MemberSize];
        id.WriteTo(bytes);
        bytes.AsSpan(SessionId.Size).Fill(0xff);
        return bytes;
    }
}
