namespace Azu.Sessions;

/// <summary>
/// The typed data of one request, and what the request did to it: an ordered log of differences and functions, which a conflict replays on
/// the newest document.
/// </summary>
internal sealed class DataSection<TData> where TData : notnull
{
    private readonly SessionSerializer<TData> _json;
    private ReadOnlyMemory<byte> _stored;
    private TData _value;

    // Whether the application holds the value, and so may change it in place at any time.
    private bool _isExposed;

    // What an exposed value serialised to after the last step of the log; null: compute it from the stored document.
    private byte[]? _checkpoint;
    private List<Step>? _log;

    public DataSection(SessionSerializer<TData> json, ReadOnlyMemory<byte> stored, out IReadOnlyList<string>? hidden)
    {
        _json = json;
        _stored = stored;
        _value = json.Deserialize(stored, out hidden);
    }

    public TData Value
    {
        get
        {
            Expose();
            return _value;
        }

        set
        {
            Expose();
            _value = value;
        }
    }

    /// <summary>Applies a change now, and again wherever a faster request got in between.</summary>
    public void Update(Func<TData, TData> change)
    {
        LogDifference();
        _value = Run(change, _value);
        (_log ??= []).Add(new(null, null, change));
        if (_isExposed) _checkpoint = _json.Serialize(_value);
    }

    /// <summary>
    /// Whether the data differs from what is stored. A document that the type has grown away from (a new default, another number format) is no
    /// change: what counts then is whether the value differs from what the stored document reads as.
    /// </summary>
    public bool HasChanged()
    {
        if (!_isExposed && _log is null) return false;
        var now = _json.SerializeToScratch(_value);
        return !now.SequenceEqual(_stored.Span) && !_json.Serialize(_value).AsSpan().SequenceEqual(CanonicalStored());
    }

    /// <summary>The document to store in place of the one that was loaded.</summary>
    public ReadOnlyMemory<byte> Changed()
    {
        var now = _json.Serialize(_value);
        var before = CanonicalStored();
        if (_stored.IsEmpty || _stored.Span.SequenceEqual(before)) return now;
        // The stored document holds more than this program knows, or writes it otherwise: touch only what changed.
        return SessionMerge.Apply(_stored, SessionMerge.Diff(before, now));
    }

    /// <summary>The document to store in place of <paramref name="newest"/>, which another request stored meanwhile.</summary>
    /// <param name="newest">What is stored now.</param>
    /// <param name="overwritten">How many values of others are replaced by different ones.</param>
    public ReadOnlyMemory<byte> Replayed(ReadOnlyMemory<byte> newest, out int overwritten)
    {
        LogDifference();
        overwritten = 0;
        var document = newest;
        foreach (var step in _log ?? [])
        {
            var intents = step.Change is { } change ? Reapply(document, change) : SessionMerge.Diff(step.Before, step.After);
            // A function was given the newest value, so what it replaces it has seen. What another request assigned shows when both documents
            // are read by this program: a property that the stored one lacks, or holds in an older shape, was assigned by nobody.
            if (step.Change is null) overwritten += SessionMerge.CountOverwritten(Canonical(document), intents);
            document = SessionMerge.Apply(document, intents);
        }

        return document;
    }

    /// <summary>The document now stands as stored; what comes after is a new change.</summary>
    /// <param name="stored">What was stored.</param>
    /// <param name="isMerged">Whether it holds more than this request's own value, which is then read anew.</param>
    public void Accept(ReadOnlyMemory<byte> stored, bool isMerged)
    {
        if (isMerged)
        {
            _value = _json.Deserialize(stored, out _);
            _isExposed = false;
        }

        _stored = stored;
        _log = null;
        _checkpoint = null;
    }

    private void Expose()
    {
        if (_isExposed) return;
        if (_log is not null) _checkpoint = _json.Serialize(_value);
        _isExposed = true;
    }

    private void LogDifference()
    {
        if (!_isExposed) return;
        var after = _json.Serialize(_value);
        var before = _checkpoint ?? CanonicalStored();
        if (!after.AsSpan().SequenceEqual(before)) (_log ??= []).Add(new(before, after, null));
        _checkpoint = after;
    }

    private byte[] CanonicalStored() => Canonical(_stored);

    /// <summary>The document as this program would have written it.</summary>
    private byte[] Canonical(ReadOnlyMemory<byte> document) => document.IsEmpty ? _json.EmptyDocument : _json.Serialize(_json.Deserialize(document, out _));

    private List<JsonIntent> Reapply(ReadOnlyMemory<byte> document, Func<TData, TData> change)
    {
        var value = _json.Deserialize(document, out _);
        var before = _json.Serialize(value);
        return SessionMerge.Diff(before, _json.Serialize(Run(change, value)));
    }

    private static TData Run(Func<TData, TData> change, TData value) =>
        change(value) ?? throw new InvalidOperationException("The function given to Update returned null. A session's data is never null.");

    private sealed record Step(byte[]? Before, byte[]? After, Func<TData, TData>? Change);
}
