using System.Collections.Immutable;

namespace Azu.Sessions;

/// <summary>Which sessions stand under a subject and under the values of declared indexes.</summary>
internal sealed class MemoryEntries
{
    private readonly SessionLookup<string> _subjects = new();
    private readonly SessionLookup<SessionIndexEntry> _indexes = new();

    /// <summary>How many subjects and index values have sessions.</summary>
    public int Keys => _subjects.Keys + _indexes.Keys;

    public static bool HasAny(SessionRecord record) => record.Subject is not null || record.Indexes.Count > 0;

    public static bool AreSame(SessionRecord a, SessionRecord b)
    {
        if (a.Subject != b.Subject || a.Indexes.Count != b.Indexes.Count) return false;
        for (var i = 0; i < a.Indexes.Count; i++)
        {
            if (a.Indexes[i] != b.Indexes[i]) return false;
        }
        return true;
    }

    /// <summary>Whether the record stands where <paramref name="query"/> looks: an entry says only that it once did, or is about to.</summary>
    public static bool Confirms(SessionQuery query, SessionRecord record) =>
        query.Subject is { } subject ? record.Subject == subject : query.Index is { } entry && record.Indexes.Contains(entry);

    /// <summary>The ids under what <paramref name="query"/> names.</summary>
    public ImmutableSortedSet<SessionId> Find(SessionQuery query)
    {
        if (query.Subject is { } subject) return _subjects.Find(subject);
        return query.Index is { } entry ? _indexes.Find(entry) : [];
    }

    public void Add(SessionRecord record)
    {
        if (record.Subject is { } subject) _subjects.Add(subject, record.Id);
        for (var i = 0; i < record.Indexes.Count; i++) _indexes.Add(record.Indexes[i], record.Id);
    }

    /// <summary>Removes the entries of a record that cannot be read. Looks at all entries, which only a damaged record costs.</summary>
    public void RemoveUnreadable(SessionId id)
    {
        _subjects.RemoveEverywhere(id);
        _indexes.RemoveEverywhere(id);
    }

    /// <summary>Removes the entries of <paramref name="record"/>, except those that <paramref name="kept"/> has too.</summary>
    public void Remove(SessionRecord record, SessionRecord? kept = null)
    {
        if (record.Subject is { } subject && subject != kept?.Subject) _subjects.Remove(subject, record.Id);
        for (var i = 0; i < record.Indexes.Count; i++)
        {
            var entry = record.Indexes[i];
            if (kept is null || !kept.Indexes.Contains(entry)) _indexes.Remove(entry, record.Id);
        }
    }
}
