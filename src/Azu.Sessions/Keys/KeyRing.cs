using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>The keys of one session type: one that signs, and those that are accepted as well (the ones to come, and the ones before).</summary>
internal sealed class KeyRing
{
    private readonly Func<SessionKeySet>? _load;
    private volatile Keys _keys;

    public KeyRing(SessionKey active, SessionKey? next = null, IEnumerable<SessionKey>? previous = null)
        : this(new(active, next is null ? [] : [next], [.. previous ?? []]), null)
    {
    }

    private KeyRing(SessionKeySet keys, Func<SessionKeySet>? load) => (_keys, _load) = (new(keys), load);

    /// <summary>A ring whose keys change while the application runs.</summary>
    /// <param name="load">Says which keys count now.</param>
    public static KeyRing LoadedBy(Func<SessionKeySet> load) => new(load(), load);

    /// <summary>The key under which tokens are issued.</summary>
    public SessionKey Active => _keys.Active;

    /// <summary>Whether the keys can change.</summary>
    public bool CanRefresh => _load is not null;

    /// <summary>Whether a key was presented that is not in the ring since the last refresh.</summary>
    public bool HasMetUnknownKey { get; private set; }

    /// <summary>Asks again which keys count.</summary>
    public void Refresh()
    {
        HasMetUnknownKey = false;
        _keys = new(_load!());
    }

    public bool TryFind(uint id, [NotNullWhen(true)] out SessionKey? key)
    {
        if (_keys.Accepted.TryGetValue(id, out key)) return true;
        HasMetUnknownKey = true;
        return false;
    }

    /// <summary>Whether a token under this key should be issued again: the key is older than the active one, not one to come.</summary>
    public bool IsOutdated(SessionKey key)
    {
        var keys = _keys;
        return key.Id != keys.Active.Id && !keys.Coming.Contains(key.Id);
    }

    /// <summary>Names the keys by their public ids.</summary>
    public override string ToString()
    {
        var keys = _keys;
        return string.Join(", ", keys.Accepted.Values.Select(k => k.Id == keys.Active.Id ? $"{k} (active)" : k.ToString()));
    }

    private sealed class Keys
    {
        public Keys(SessionKeySet keys)
        {
            Active = keys.Active;
            Coming = [.. keys.Coming.Select(k => k.Id)];
            Accepted[Active.Id] = Active;
            foreach (var key in keys.Coming.Concat(keys.Previous)) Accepted.TryAdd(key.Id, key);
        }

        public SessionKey Active { get; }

        public HashSet<uint> Coming { get; }

        public Dictionary<uint, SessionKey> Accepted { get; } = [];
    }
}
