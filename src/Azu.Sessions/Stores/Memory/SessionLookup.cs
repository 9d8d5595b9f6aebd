using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Azu.Sessions;

/// <summary>
/// The ids of the sessions under a key, ordered. Each key's set is immutable and replaced by compare-and-set. So a key can be removed with its
/// last id: an id that is added at that moment replaces the set, and the removal fails, because it names the old set.
/// </summary>
internal sealed class SessionLookup<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, ImmutableSortedSet<SessionId>> _sets = new();

    /// <summary>How many keys have sessions.</summary>
    public int Keys => _sets.Count;

    public ImmutableSortedSet<SessionId> Find(TKey key) => _sets.GetValueOrDefault(key, []);

    public void Add(TKey key, SessionId id)
    {
        while (true)
        {
            var written = _sets.TryGetValue(key, out var set) ? _sets.TryUpdate(key, set.Add(id), set) : _sets.TryAdd(key, [id]);
            if (written) return;
        }
    }

    /// <summary>Removes an id from under every key. Looks at all of them.</summary>
    public void RemoveEverywhere(SessionId id)
    {
        foreach (var (key, set) in _sets)
        {
            if (set.Contains(id)) Remove(key, id);
        }
    }

    public void Remove(TKey key, SessionId id)
    {
        while (_sets.TryGetValue(key, out var set))
        {
            var left = set.Remove(id);
            if (left.IsEmpty ? _sets.TryRemove(new(key, set)) : _sets.TryUpdate(key, left, set)) return;
        }
    }
}
