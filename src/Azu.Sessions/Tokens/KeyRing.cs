using System.Diagnostics.CodeAnalysis;

namespace Azu.Sessions;

/// <summary>The keys of one session type: one that signs, and those that are accepted as well (the next one, and the ones before).</summary>
internal sealed class KeyRing
{
    private readonly Dictionary<uint, SessionKey> _accepted = [];
    private readonly uint? _next;

    public KeyRing(SessionKey active, SessionKey? next = null, IEnumerable<SessionKey>? previous = null)
    {
        Active = active;
        _next = next?.Id;
        _accepted[active.Id] = active;
        if (next is not null) _accepted.TryAdd(next.Id, next);
        foreach (var key in previous ?? []) _accepted.TryAdd(key.Id, key);
    }

    /// <summary>The key under which tokens are issued.</summary>
    public SessionKey Active { get; }

    public bool TryFind(uint id, [NotNullWhen(true)] out SessionKey? key) => _accepted.TryGetValue(id, out key);

    /// <summary>Whether a token under this key should be issued anew: the key is older than the active one, not the one to come.</summary>
    public bool IsOutdated(SessionKey key) => key.Id != Active.Id && key.Id != _next;
}
