using System.Text.Json;

namespace Azu.Sessions;

/// <summary>
/// A section of named strings (flash messages; the items of <c>HttpContext.Session</c>), and what one request did to it. On a conflict the
/// same is done to the newest section: each name for itself.
/// </summary>
internal sealed class KeyedSection
{
    private Dictionary<string, string> _values;
    private Dictionary<string, Edit>? _edits;

    /// <exception cref="JsonException">The section cannot be read.</exception>
    public KeyedSection(ReadOnlyMemory<byte> stored) => _values = Parse(stored);

    public IReadOnlyDictionary<string, string> Values => _values;

    public bool HasChanged => _edits is { Count: > 0 };

    public void Set(string name, string value)
    {
        if (_values.TryGetValue(name, out var old) && old == value && _edits?.ContainsKey(name) != true) return;
        _values[name] = value;
        (_edits ??= [])[name] = new(value, null);
    }

    public void Remove(string name)
    {
        if (_values.Remove(name)) (_edits ??= [])[name] = new(null, null);
    }

    /// <summary>Removes a value unless another request has replaced it meanwhile: what this one has not seen is not its to remove.</summary>
    public void RemoveSeen(string name, string seen)
    {
        if (_values.Remove(name)) (_edits ??= [])[name] = new(null, seen);
    }

    /// <summary>Takes a <see cref="RemoveSeen"/> back: whatever is stored under that name meanwhile stays.</summary>
    public void PutBack(string name, string seen)
    {
        if (_edits?.TryGetValue(name, out var edit) == true && edit == new Edit(null, seen))
        {
            _values[name] = seen;
            _edits.Remove(name);
        }
        else
        {
            Set(name, seen); // the removal is stored already
        }
    }

    /// <summary>The section to store: the edits on top of what is stored now.</summary>
    public byte[] Replayed(ReadOnlyMemory<byte> newest)
    {
        var values = Parse(newest);
        foreach (var (name, edit) in _edits ?? [])
        {
            if (edit.Value is not null) values[name] = edit.Value;
            else if (edit.OnlyIf is null || (values.TryGetValue(name, out var now) && now == edit.OnlyIf)) values.Remove(name);
        }

        return values.Count == 0 ? [] : JsonSerializer.SerializeToUtf8Bytes(values, SessionJson.Default.DictionaryStringString);
    }

    public void Accept(ReadOnlyMemory<byte> stored)
    {
        _values = Parse(stored);
        _edits = null;
    }

    private static Dictionary<string, string> Parse(ReadOnlyMemory<byte> stored) =>
        stored.IsEmpty ? [] : JsonSerializer.Deserialize(stored.Span, SessionJson.Default.DictionaryStringString) ?? [];

    private readonly record struct Edit(string? Value, string? OnlyIf);
}
