namespace Azu.Sessions;

/// <summary>
/// The typed data of one request, and what the request did to it: an ordered log of differences and functions, which a conflict replays on
/// the newest document.
/// </summary>
internal sealed class DataSection<TData> where TData : notnull
{
    private readonly SessionSerializer<TData> _json;
    private readonly UnreadableProperties? _unreadable;
    private readonly SessionId _id;
    private ReadOnlyMemory<byte> _stored;
    private TData? _value;

    // Whether there is a value. It is made when it is asked for: many requests look at the subject or at flash alone, or at nothing.
    private bool _hasValue;

    // What the stored document reads as, written again: most often the stored document. Null: not needed so far.
    private ReadOnlyMemory<byte>? _canonical;

    // What the value was written as when it was last found changed.
    private ReadOnlyMemory<byte> _changed;

    // Whether the application holds the value, and so may change it in place at any time.
    private bool _isExposed;

    // What an exposed value serialised to after the last step of the log; null: compute it from the stored document.
    private ReadOnlyMemory<byte>? _checkpoint;
    private List<Step>? _log;
    private bool _isUpdating;

    /// <param name="json">Reads and writes documents.</param>
    /// <param name="stored">The document, which is a JSON object; empty: there is none.</param>
    /// <param name="unreadable">Reports properties that do not fit the type, when the document is read; null: they are left out without a word.</param>
    /// <param name="id">The session, for that report.</param>
    public DataSection(SessionSerializer<TData> json, ReadOnlyMemory<byte> stored, UnreadableProperties? unreadable = null, SessionId id = default) =>
        (_json, _stored, _unreadable, _id) = (json, stored, unreadable, id);

    public TData Value
    {
        get
        {
            Expose();
            return Current;
        }

        set
        {
            NoteCanonical();
            Expose();
            _value = value;
            _hasValue = true;
        }
    }

    /// <summary>The value, for a caller that only looks at it now.</summary>
    public TData Peek() => Current;

    /// <summary>Refuses what a function given to <see cref="Update"/> must not do: it may run inside a commit, which cannot begin another one.</summary>
    /// <exception cref="InvalidOperationException">Such a function runs.</exception>
    public void EnsureNotUpdating(SessionId id)
    {
        if (_isUpdating)
            throw new InvalidOperationException($"Session {id} was used inside the function given to Update. That function may run several times, inside a " +
                "commit: compute the new data there, and do everything else before or after it.");
    }

    /// <summary>Applies a change now, and again wherever a faster request got in between.</summary>
    public void Update(Func<TData, TData> change)
    {
        NoteCanonical();
        LogDifference();
        _value = Run(change, Current);
        (_log ??= []).Add(new(default, default, change));
        if (_isExposed) _checkpoint = _json.Serialize(Current);
    }

    /// <summary>
    /// Whether the data differs from what is stored. A document that the type has grown away from (a new default, another number format) is no
    /// change: what counts then is whether the value differs from what the stored document reads as.
    /// </summary>
    public bool HasChanged()
    {
        if (!_isExposed && _log is null) return false;
        var now = _json.SerializeToScratch(Current);
        if (now.SequenceEqual(_stored.Span)) return false;
        // Where the value was written down before, and was left alone since, that is it.
        _changed = _checkpoint is { } written && now.SequenceEqual(written.Span) ? written : now.ToArray();
        return !_changed.Span.SequenceEqual(CanonicalStored().Span);
    }

    /// <summary>The document to store in place of the one that was loaded, as <see cref="HasChanged"/> has just found it.</summary>
    public ReadOnlyMemory<byte> Changed()
    {
        var before = CanonicalStored();
        if (_stored.IsEmpty || _stored.Span.SequenceEqual(before.Span)) return _changed;
        // The stored document holds more than this program knows, or writes it otherwise: touch only what changed.
        return SessionMerge.Apply(_stored, SessionMerge.Diff(before, _changed));
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
            // are read by this program: a property that the stored one lacks, or holds in an older shape, was not assigned.
            if (step.Change is null) overwritten += SessionMerge.CountOverwritten(Canonical(document), intents);
            document = SessionMerge.Apply(document, intents);
        }

        return document;
    }

    /// <summary>The document now stands as stored; what comes after is a new change.</summary>
    /// <param name="stored">What was stored.</param>
    /// <param name="isMerged">Whether it holds more than this request's own value, which is then read again.</param>
    public void Accept(ReadOnlyMemory<byte> stored, bool isMerged)
    {
        if (isMerged)
        {
            _value = _json.Deserialize(stored, out _);
            _hasValue = true;
            _isExposed = false;
        }

        _stored = stored;
        _canonical = null;
        _changed = default;
        _log = null;
        _checkpoint = null;
    }

    private void Expose()
    {
        if (_isExposed) return;
        if (_log is not null) _checkpoint = _json.Serialize(Current);
        _isExposed = true;
    }

    private void LogDifference()
    {
        if (!_isExposed) return;
        var after = _json.Serialize(Current);
        var before = _checkpoint ?? CanonicalStored();
        if (!after.AsSpan().SequenceEqual(before.Span)) (_log ??= []).Add(new(before, after, null));
        _checkpoint = after;
    }

    private TData Current
    {
        get
        {
            if (_hasValue) return _value!;
            if (_stored.IsEmpty)
            {
                _value = _json.Empty();
            }
            else
            {
                _value = _json.Deserialize(_stored, out var hidden);
                if (hidden is not null) _unreadable?.Report(_id, hidden);
            }

            _hasValue = true;
            return _value;
        }
    }

    private ReadOnlyMemory<byte> CanonicalStored() => _canonical ??= Canonical(_stored);

    /// <summary>The document as this program would have written it.</summary>
    private ReadOnlyMemory<byte> Canonical(ReadOnlyMemory<byte> document) => document.IsEmpty
        ? _json.EmptyDocument
        : Written(_json.Deserialize(document, out _), document);

    /// <summary>What a value is written as: <paramref name="document"/> itself, where that is the same.</summary>
    private ReadOnlyMemory<byte> Written(TData value, ReadOnlyMemory<byte> document)
    {
        var written = _json.SerializeToScratch(value);
        return written.SequenceEqual(document.Span) ? document : written.ToArray();
    }

    /// <summary>As long as the application has not seen the value, it is what the stored document reads as, which then need not be read once more.</summary>
    private void NoteCanonical()
    {
        if (!_isExposed && _log is null && !_stored.IsEmpty) _canonical ??= Written(Current, _stored);
    }

    private List<JsonIntent> Reapply(ReadOnlyMemory<byte> document, Func<TData, TData> change)
    {
        var value = _json.Deserialize(document, out _);
        var before = _json.Serialize(value);
        return SessionMerge.Diff(before, _json.Serialize(Run(change, value)));
    }

    private TData Run(Func<TData, TData> change, TData value)
    {
        _isUpdating = true;
        try
        {
            return change(value) ?? throw new InvalidOperationException("The function given to Update returned null. A session's data is never null.");
        }
        finally
        {
            _isUpdating = false;
        }
    }

    private sealed record Step(ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After, Func<TData, TData>? Change);
}
