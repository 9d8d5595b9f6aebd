namespace Azu.Sessions;

/// <summary>What a request knows of its session apart from the typed data: the record it is based on, and what is to be done with it.</summary>
internal sealed class SessionState : IFlashOwner
{
    private KeyedSection? _flash;
    private KeyedSection? _items;
    private FlashMessages? _flashMessages;
    private SessionPayload _payload;
    private SessionId _id;

    /// <summary>The record that this request loaded or last stored; null for a session that is not stored.</summary>
    public SessionRecord? Record { get; private set; }

    public SessionOrigin Origin { get; private set; }

    /// <summary>The cookie that the session was loaded by; null for a new session.</summary>
    public ParsedToken? Presented { get; set; }

    /// <summary>The client of this request; null unless the binding or the device list needs it.</summary>
    public ClientTraits? Client { get; set; }

    /// <summary>Whether <see cref="Record"/> is a copy that the near cache had: another node may have used the session since.</summary>
    public bool IsCopy { get; set; }

    /// <summary>Whether the store answered, and this node cannot read the session: a newer version wrote it, or it is under a key of other nodes.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>Whether the endpoint, or the state of the session, allows no change.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Whether this request counts as no use.</summary>
    public bool IsPassive { get; set; }

    public StoreFailureMode FailureMode { get; set; } = StoreFailureMode.FailOnWrite;

    /// <summary>Set when the response begins: from then on no change can be stored before the client sees the answer.</summary>
    public bool IsCommitted { get; set; }

    public bool IsRotationWanted { get; set; }

    public bool IsTouchWanted { get; set; }

    /// <summary>Whether this request has written down that the session is in use, which it does once in a touch interval.</summary>
    public bool IsExtended { get; set; }

    /// <summary>Whether this request has stored or removed something, or may have: other nodes may have copies from before. A touch does not count.</summary>
    public bool HasWritten { get; set; }

    /// <summary>What a sign-out could not have confirmed. The response must say so, whatever the endpoint makes of the exception.</summary>
    public SessionStoreUnavailableException? UnconfirmedRemoval { get; set; }

    /// <summary>What the cookie should say in the response.</summary>
    public CookieChange Cookie { get; set; }

    /// <summary>Told whenever the application reads the session: the response is personal from then on. Null: nobody.</summary>
    public ISessionReadListener? ReadListener { get; set; }

    public SessionPayload Payload => _payload;

    /// <summary>Whether <see cref="Record"/> already holds content of another request that the sections here do not know.</summary>
    public bool IsBehind { get; private set; }

    public SessionId Id
    {
        get
        {
            if (Record is not null) return Record.Id;
            if (_id.IsEmpty) _id = SessionId.New();
            return _id;
        }
    }

    public KeyedSection? FlashSection => _flash;

    public KeyedSection? ItemsSection => _items;

    public KeyedSection Items => _items ??= new(_payload.Items);

    public FlashMessages Flash => _flashMessages ??= new(this, _flash ??= new(_payload.Flash));

    bool IFlashOwner.CanConsume => !IsCommitted && !IsReadOnly && Origin is not (SessionOrigin.Grace or SessionOrigin.Stale);

    /// <summary>Bases the request on a record.</summary>
    public void StartFrom(SessionOrigin origin, SessionRecord? record, SessionPayload payload)
    {
        Origin = origin;
        Record = record;
        IsCopy = false;
        IsUnreadable = false;
        _payload = payload;
        _id = default;
        _flash = null;
        _flashMessages = null;
        _items = null;
        IsBehind = false;
        IsRotationWanted = false;
        IsTouchWanted = false;
    }

    /// <summary>Reads the sections that are not empty, so that one that cannot be read shows before the endpoint runs.</summary>
    /// <exception cref="System.Text.Json.JsonException">A section cannot be read.</exception>
    public void ReadSections()
    {
        if (!_payload.Flash.IsEmpty) _flash = new(_payload.Flash);
        if (!_payload.Items.IsEmpty) _items = new(_payload.Items);
    }

    /// <summary>The record now stands as stored.</summary>
    public void Accept(SessionRecord stored, SessionPayload payload)
    {
        Record = stored;
        HasWritten = true;
        Origin = SessionOrigin.Admitted;
        IsCopy = false;
        _payload = payload;
        IsBehind = false;
        _flash?.Accept(payload.Flash);
        _items?.Accept(payload.Items);
    }

    /// <summary>Only the identity or the times of the record changed; what the request did to its content is still to be stored.</summary>
    public void AcceptKeepingChanges(SessionRecord stored)
    {
        IsBehind |= Record is not null && stored.Version != Record.Version + 1 && stored.Version != Record.Version;
        Record = stored;
        Origin = SessionOrigin.Admitted;
        IsCopy = false;
    }

    /// <summary>Drops what is not stored.</summary>
    public void Revert()
    {
        _flash = null;
        _flashMessages = null;
        _items = null;
        IsRotationWanted = false;
        IsTouchWanted = false;
        IsCommitted = false;
    }

    /// <summary>The id may be taken by a write of unknown outcome, and is never used again.</summary>
    public void AbandonId() => _id = default;

    public void NoteRead() => ReadListener?.NoteRead();

    public void EnsureWritable()
    {
        if (IsCommitted) throw new SessionCommittedException(Id);
        if (IsReadOnly) throw new InvalidOperationException($"Session {Id} is read-only for this endpoint (SessionAccess.ReadOnly). Remove that from the endpoint to change the session here.");
    }
}
