namespace Azu.Sessions;

/// <summary>
/// Messages for the next page: written before a redirect, shown once after it. A message is consumed by being read; a request that does not
/// read it leaves it, and a response that fails does not lose it. Two requests that read it at the same moment both show it.
/// </summary>
public sealed class FlashMessages
{
    private readonly IFlashOwner _owner;
    private readonly KeyedSection _section;
    private readonly HashSet<string> _written = [];
    private readonly HashSet<string> _kept = [];
    private readonly Dictionary<string, string> _shown = [];
    private FlashNow? _now;

    internal FlashMessages(IFlashOwner owner, KeyedSection section) => (_owner, _section) = (owner, section);

    /// <summary>
    /// Reading gives the message for this request, or else the one just written for the next; null where there is none. Writing sets the
    /// message for the next request; null removes it.
    /// </summary>
    public string? this[string name]
    {
        get => Read(name);
        set
        {
            if (value is null) Discard(name);
            else Write(name, value);
        }
    }

    /// <summary>Messages for this request alone.</summary>
    public FlashNow Now => _now ??= new();

    /// <summary>The names of all messages that this request can read. Asking does not consume them.</summary>
    public IReadOnlyCollection<string> Names
    {
        get
        {
            _owner.MarkRead();
            return [.. _section.Values.Keys.Union(_shown.Keys).Union(Now.Values.Keys)];
        }
    }

    /// <summary>Something for the visitor to know.</summary>
    public string? Notice { get => this["notice"]; set => this["notice"] = value; }

    /// <summary>Something for the visitor to look at.</summary>
    public string? Alert { get => this["alert"]; set => this["alert"] = value; }

    /// <summary>Something went wrong.</summary>
    public string? Error { get => this["error"]; set => this["error"] = value; }

    /// <summary>Something went well.</summary>
    public string? Success { get => this["success"]; set => this["success"] = value; }

    /// <summary>Something may go wrong.</summary>
    public string? Warning { get => this["warning"]; set => this["warning"] = value; }

    /// <summary>Something by the way.</summary>
    public string? Info { get => this["info"]; set => this["info"] = value; }

    /// <summary>Keeps a message for the next request although this one reads it.</summary>
    public void Keep(string name)
    {
        _owner.EnsureWritable();
        _kept.Add(name);
        if (_shown.TryGetValue(name, out var message) && !_section.Values.ContainsKey(name)) _section.PutBack(name, message);
    }

    /// <summary>Keeps every message of this request for the next one.</summary>
    public void KeepAll()
    {
        foreach (var name in _section.Values.Keys.Union(_shown.Keys).ToArray()) Keep(name);
    }

    /// <summary>Drops a message without showing it.</summary>
    public void Discard(string name)
    {
        _owner.EnsureWritable();
        _kept.Remove(name);
        _shown.Remove(name);
        _now?.Values.Remove(name);
        _section.Remove(name);
    }

    /// <summary>Drops every message.</summary>
    public void DiscardAll()
    {
        foreach (var name in Names) Discard(name);
    }

    private string? Read(string name)
    {
        _owner.MarkRead();
        if (_now?.Values.TryGetValue(name, out var now) == true) return now;
        if (_shown.TryGetValue(name, out var shown)) return shown;
        if (!_section.Values.TryGetValue(name, out var message)) return null;
        // What this request wrote itself is for the next one, and stays.
        if (_written.Contains(name)) return message;
        _shown[name] = message;
        // Where nothing can be written any more, the message stays for a request that can.
        if (!_kept.Contains(name) && _owner.CanConsume) _section.RemoveSeen(name, message);
        return message;
    }

    private void Write(string name, string message)
    {
        _owner.EnsureWritable();
        _written.Add(name);
        _section.Set(name, message);
    }
}
