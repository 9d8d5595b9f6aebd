namespace Azu.Sessions;

/// <summary>
/// What a request knows of its session apart from the typed data: the record it is based on, and what has become of it. What the request may do is its
/// <see cref="RequestPolicy"/>; what it wants are its <see cref="PendingActions"/>.
/// </summary>
internal sealed class SessionState(ClientTraits? client = null, ParsedToken? presented = null) : IFlashOwner
{
    private KeyedSection? _flash;
    private KeyedSection? _items;
    private FlashMessages? _flashMessages;
    private SessionPayload _payload;
    private SessionId _id;

    public RequestPolicy Policy { get; set; } = RequestPolicy.Default;

    public PendingActions Actions { get; } = new();

    /// <summary>The client of this request; null unless the binding or the device list needs it.</summary>
    public ClientTraits? Client => client;

    /// <summary>The cookie that the session was loaded by; null for a new session.</summary>
    public ParsedToken? Presented => presented;

    /// <summary>The record that this request loaded or last stored; null for a session that is not stored.</summary>
    public SessionRecord? Record { get; private set; }

    public SessionOrigin Origin { get; private set; }

    /// <summary>Whether <see cref="Record"/> is a copy that the near cache had: another node may have used the session since.</summary>
    public bool IsCopy { get; private set; }

    /// <summary>Whether the store answered, and this node cannot read the session: a newer version wrote it, or it is under a key of other nodes.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>Whether <see cref="Record"/> already holds content of another request that the sections here do not know.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>Whether this request has written down that the session is in use, which it does once in a touch interval.</summary>
    public bool IsExtended { get; private set; }

    /// <summary>Whether this request has stored or removed something, or may have: other nodes may have copies from before. A touch does not count.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>What a sign-out could not have confirmed. The response must say so, whatever the endpoint makes of the exception.</summary>
    public SessionStoreUnavailableException? UnconfirmedRemoval { get; set; }

    /// <summary>Set when the response begins: from then on no change can be stored before the client sees the answer.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>Told whenever the application reads the session, because the response is personal from then on. Null: there is no response.</summary>
    public ISessionListener? Listener { get; set; }

    public SessionPayload Payload => _payload;

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

    bool IFlashOwner.CanConsume => !IsCommitted && !Policy.IsReadOnly && Origin is not (SessionOrigin.Grace or SessionOrigin.Stale);

    /// <summary>Bases the request on a record, or on none.</summary>
    public void StartFrom(SessionOrigin origin, SessionRecord? record, SessionPayload payload, bool isCopy = false)
    {
        Origin = origin;
        Record = record;
        IsCopy = isCopy;
        IsUnreadable = false;
        _payload = payload;
        _id = default;
        DropSections();
        IsBehind = false;
        Actions.DropCommit();
    }

    /// <summary>The session is there, and stays out of reach of this node.</summary>
    public void StartUnreadable()
    {
        StartFrom(SessionOrigin.Unavailable, null, default);
        IsUnreadable = true;
    }

    /// <summary>Reads the sections that are not empty, so that one that cannot be read shows before the endpoint runs.</summary>
    /// <exception cref="System.Text.Json.JsonException">A section cannot be read.</exception>
    public void ReadSections()
    {
        if (!_payload.Flash.IsEmpty) _flash = new(_payload.Flash);
        if (!_payload.Items.IsEmpty) _items = new(_payload.Items);
    }

    /// <summary>The store has the record with this content.</summary>
    public void Accept(SessionRecord stored, SessionPayload payload)
    {
        IsExtended |= Record is not null && stored.ExpiresAt > Record.ExpiresAt;
        MarkWritten();
        Take(stored);
        _payload = payload;
        IsBehind = false;
        Actions.Ticket = null;
        _flash?.Accept(payload.Flash);
        _items?.Accept(payload.Items);
    }

    /// <summary>Only the identity of the record changed; what the request did to its content is still to be stored.</summary>
    public void AcceptIdentity(SessionRecord stored)
    {
        IsBehind |= Record is not null && stored.Version != Record.Version + 1 && stored.Version != Record.Version;
        MarkWritten();
        Take(stored);
    }

    /// <summary>Only the times of the record changed.</summary>
    public void AcceptTouch(SessionRecord touched)
    {
        IsExtended = true;
        Take(touched);
    }

    /// <summary>The ticket of the sign-in; empty where it has none, null where this node cannot read it.</summary>
    public ReadOnlyMemory<byte>? OpenTicket(TicketProtector tickets) =>
        Actions.Ticket is { } pending ? pending
        : Record is { Subject: { } subject } record ? tickets.TryOpen(_payload.Ticket, record.Id, subject, record.Generation)
        : ReadOnlyMemory<byte>.Empty;

    /// <summary>The store may have changed, or may yet.</summary>
    public void MarkWritten() => HasWritten = true;

    /// <summary>Drops what is not stored.</summary>
    public void Revert()
    {
        DropSections();
        Actions.DropCommit();
        IsCommitted = false;
    }

    /// <summary>The id may be taken by a write of unknown outcome, and is never used again.</summary>
    public void AbandonId() => _id = default;

    public void MarkRead() => Listener?.MarkRead();

    public void EnsureWritable()
    {
        if (IsCommitted) throw new SessionCommittedException(Id);
        if (Policy.IsReadOnly) throw new InvalidOperationException($"Session {Id} is read-only for this endpoint (SessionAccess.ReadOnly). Remove that " +
            "from the endpoint to change the session here.");
    }

    private void Take(SessionRecord record)
    {
        Record = record;
        Origin = SessionOrigin.Admitted;
        IsCopy = false;
    }

    private void DropSections() => (_flash, _flashMessages, _items) = (null, null, null);
}
