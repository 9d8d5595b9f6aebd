using System.ComponentModel;

namespace Azu.Sessions;

/// <summary>
/// The session of one request: loaded once, changed through this handle, committed once, before the response starts. It belongs to its
/// request alone and is not thread-safe.
/// </summary>
/// <typeparam name="TData">What the application keeps: a class, record or struct with properties.</typeparam>
public sealed class Session<TData> : IRequestSession where TData : notnull
{
    private readonly SessionOperations<TData> _operations;
    private readonly SessionContext<TData> _context;
    private SessionEndMonitor? _endMonitor;

    /// <summary>Always throws: the middleware loads sessions. Only the service container calls it, for a type whose sessions were not added.</summary>
    /// <exception cref="InvalidOperationException">Always; it names the type and the call that adds its sessions.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Inject the session, or use SessionManager.", error: true)]
    public Session() => throw new InvalidOperationException($"The application has no sessions of {typeof(TData).Name}. Add " +
        $"services.AddAzuSessions<{typeof(TData).Name}>().");

    internal Session(SessionOperations<TData> operations, SessionContext<TData> context) => (_operations, _context) = (operations, context);

    /// <summary>The public name of the session: safe to log, no credential. A session that is not stored has one too.</summary>
    public SessionId Id => Read().Id;

    /// <summary>
    /// The data. Assigning stores the properties that differ; so does changing the object in place. Where the new value depends on the old one
    /// (a counter, a cart), use <see cref="Update"/>.
    /// </summary>
    /// <exception cref="SessionCommittedException">It was assigned after the response had started.</exception>
    public TData Data
    {
        get
        {
            Read();
            return _context.Data.Value;
        }

        set
        {
            if (value is null) throw new ArgumentNullException(nameof(value), "A session's data is never null. To end the session use DeleteAsync.");
            EnsureWritable();
            _context.Data.Value = value;
        }
    }

    /// <summary>Messages for the next page.</summary>
    public FlashMessages Flash => State.Flash;

    /// <summary>The account that the session belongs to; null until a sign-in.</summary>
    public string? Subject => Read().Record?.Subject;

    /// <summary>Whether the session is not stored yet.</summary>
    public bool IsNew => Read().Record is null;

    /// <summary>Whether the session is stored and not over.</summary>
    public bool IsValid => Read().Record is not null && !IsExpired;

    /// <summary>Whether the session has reached its end since it was loaded.</summary>
    public bool IsExpired => Read().Record is { } record && record.ExpiresAt <= _operations.Now;

    /// <summary>Whether the session has a subject.</summary>
    public bool IsSignedIn => Subject is not null;

    /// <summary>When the session was created; now, for one that is not stored.</summary>
    public DateTimeOffset CreatedAt => Read().Record?.CreatedAt ?? _operations.Now;

    /// <summary>When the session was last used, exact to the touch interval; now, for one that is not stored.</summary>
    public DateTimeOffset LastSeenAt => Read().Record?.LastSeenAt ?? _operations.Now;

    /// <summary>When the session ends unless it is used before.</summary>
    public DateTimeOffset ExpiresAt =>
        Read().Record?.ExpiresAt ?? _operations.Lifetime.ExpiryFrom(_operations.Now, _operations.Lifetime.AbsoluteEnd(_operations.Now));

    /// <summary>How long until <see cref="ExpiresAt"/>; zero when it has passed.</summary>
    public TimeSpan TimeUntilExpiry => ExpiresAt - _operations.Now is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>When the subject last signed in; null without a subject.</summary>
    public DateTimeOffset? SignedInAt => Read().Record?.SignedInAt;

    /// <summary>What the store's state allows right now.</summary>
    public SessionDurability Durability => State.Origin switch
    {
        SessionOrigin.Unavailable => State.Policy.FailureMode == StoreFailureMode.Ephemeral ? SessionDurability.Ephemeral : SessionDurability.Unavailable,
        SessionOrigin.Stale => SessionDurability.Stale,
        _ => SessionDurability.Durable,
    };

    /// <summary>
    /// Tells a response that lasts (server-sent events, WebSockets) that its session is over. Fires about a second after the session was revoked,
    /// signed out, taken over by another subject, or reached its absolute end. For the idle end it may take ten more seconds.
    /// </summary>
    public CancellationToken Ended => (_endMonitor ??= new(_operations.CookieFormat, _operations.Time, () => State.Record)).Token;

    /// <summary>A named value of an untyped session, which is a <c>Session&lt;SessionItems&gt;</c>.</summary>
    /// <exception cref="InvalidOperationException">The session has a type of its own; use <see cref="Data"/>.</exception>
    public object? this[string name]
    {
        get => Items(Data)[name];
        set => Items(Writable())[name] = value;
    }

    /// <summary>
    /// Changes the data: now, and again on the newest data wherever another request was faster, so that no update is lost.
    /// </summary>
    /// <param name="change">A pure function of the data; it may run several times. It cannot change, save or end the session itself.</param>
    /// <exception cref="SessionCommittedException">The response has started.</exception>
    public void Update(Func<TData, TData> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        EnsureWritable();
        _context.Data.Update(change);
    }

    /// <summary>
    /// Signs an account in. When it returns, the session has a new secret and belongs to <paramref name="subject"/>; every token it had before
    /// is dead. An anonymous session keeps its data (a cart); a session of another subject is ended, and an empty one begins.
    /// </summary>
    /// <param name="subject">A stable identifier of the account.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    /// <exception cref="ArgumentException">The subject is empty, or not valid Unicode.</exception>
    /// <exception cref="SessionLimitExceededException">The subject has too many sessions, and the application refuses more.</exception>
    /// <exception cref="SessionStoreException">The store failed, and the sign-in did not happen.</exception>
    public ValueTask SignInAsync(string subject, CancellationToken cancellationToken = default) =>
        SignInAsync(subject, SessionTimes.Default, cancellationToken);

    /// <inheritdoc cref="SignInAsync(string, CancellationToken)"/>
    /// <param name="subject">A stable identifier of the account.</param>
    /// <param name="times">How long this session lasts ("keep me signed in"), at most <see cref="AzuSessionsOptions.MaxAbsoluteTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    public ValueTask SignInAsync(string subject, SessionTimes times, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentNullException.ThrowIfNull(times);
        return RunSignInAsync(new(subject, times, default), cancellationToken);
    }

    /// <summary>
    /// Ends the session. When it returns, the store has confirmed that it is gone; the handle is a new, empty session, stored only if something
    /// is written to it. Everything that this request had changed before is dropped.
    /// </summary>
    /// <exception cref="SessionStoreUnavailableException">
    /// The store did not confirm. The browser's cookie goes all the same, the response is a 503, and the removal is repeated in the background.
    /// </exception>
    public ValueTask SignOutAsync(CancellationToken cancellationToken = default) => EndAsync(SessionEndReason.SignedOut, cancellationToken);

    /// <summary>Ends the session as <see cref="SignOutAsync"/> does, for a reason other than the visitor's wish to leave.</summary>
    /// <exception cref="SessionStoreUnavailableException">As for <see cref="SignOutAsync"/>.</exception>
    public ValueTask DeleteAsync(CancellationToken cancellationToken = default) => EndAsync(SessionEndReason.Deleted, cancellationToken);

    /// <summary>
    /// Ends every session of the subject, this one last. The handle is then a new, empty session, as after <see cref="SignOutAsync"/>. A session that
    /// belongs to no subject ends alone.
    /// </summary>
    /// <returns>How many ended, this one included; null where they cannot be counted, because they are in cookies.</returns>
    /// <exception cref="NotSupportedException">The store cannot list.</exception>
    /// <exception cref="SessionStoreUnavailableException">
    /// The store could not be reached when the session was loaded, so its subject is unknown; or it did not confirm the end of this session, as for
    /// <see cref="SignOutAsync"/>.
    /// </exception>
    /// <exception cref="SessionStoreException">The store failed; some of the other sessions may have ended, and this one has not.</exception>
    public async ValueTask<long?> SignOutEverywhereAsync(CancellationToken cancellationToken = default)
    {
        EnsureWritable();
        // This one comes last: a store that fails on the way leaves the visitor signed in here, to try again.
        var others = await _operations.SubjectRevocation.EndOthersAsync(State, cancellationToken);
        var own = State.Record is null ? 0 : 1;
        await SignOutAsync(cancellationToken);
        return others + own;
    }

    /// <summary>Gives the session a new secret with the commit. The old token still reads for <see cref="AzuSessionsOptions.RotationGrace"/>.</summary>
    public void RotateToken()
    {
        EnsureWritable();
        State.Actions.Rotate = true;
    }

    /// <summary>Extends the idle time with the commit, whether or not a touch is due.</summary>
    public void Touch()
    {
        EnsureWritable();
        State.Actions.Touch = true;
    }

    /// <summary>Stores what was changed so far, instead of before the response. What is changed afterwards is stored then.</summary>
    /// <exception cref="SessionExpiredException">The session ended meanwhile; nothing was written.</exception>
    /// <exception cref="SessionConflictException">Others wrote faster than this request could merge.</exception>
    /// <exception cref="SessionTooLargeException">The data is larger than <see cref="AzuSessionsOptions.MaxPayloadBytes"/>.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public ValueTask SaveAsync(CancellationToken cancellationToken = default)
    {
        EnsureWritable();
        return _operations.Commit.RunAsync(_context, cancellationToken);
    }

    /// <summary>Names the session and nothing of its content.</summary>
    public override string ToString() => $"session {State.Id}";

    private SessionState State => _context.State;

    SessionState IRequestSession.State => State;

    ValueTask IRequestSession.CommitAsync()
    {
        if (State.IsCommitted) return default;
        State.IsCommitted = true;
        // A read-only request can have nothing to store, but its use of a stored session counts.
        var storing = State is { Policy.IsReadOnly: true, Record: null } ? default : _operations.Commit.RunAsync(_context, CancellationToken.None);
        return _operations.Tokens.MayRenew(State) ? RenewAfterAsync(storing) : storing;
    }

    void IRequestSession.Revert() => _context.Revert();

    ValueTask IRequestSession.ReportSentAsync(bool isNew) => State.Record is { } record ? _operations.Notifier.SentToClientAsync(record, isNew) : default;

    void IRequestSession.Release()
    {
        _endMonitor?.Dispose();
        _endMonitor = null;
        // The server may hand what the listener stands for to the next request of the connection.
        State.Listener = null;
    }

    async ValueTask IRequestSession.MarkRevokedAsync(object revocation, string subject, SessionId? exceptId)
    {
        var isMeant = ReferenceEquals(revocation, _operations.SubjectRevocation) && State.Record?.Subject == subject && State.Record.Id != exceptId;
        if (!isMeant || State.IsCommitted || State.Policy.IsReadOnly) return;
        _endMonitor?.End();
        _context.End();
        await SubjectChangedAsync();
    }

    ValueTask IRequestSession.SignInAsync(SignInDetails signIn, CancellationToken cancellationToken) => RunSignInAsync(signIn, cancellationToken);

    ReadOnlyMemory<byte>? IRequestSession.OpenTicket() => State.OpenTicket(_operations.Tickets);

    private async ValueTask RenewAfterAsync(ValueTask storing)
    {
        await storing;
        await _operations.Tokens.RenewAsync(State, CancellationToken.None);
    }

    private ValueTask RunSignInAsync(SignInDetails signIn, CancellationToken cancellationToken)
    {
        ExactText.Check(signIn.Subject);
        EnsureWritable();
        return ThenTellAsync(_operations.SignIn.RunAsync(_context, signIn, cancellationToken));
    }

    /// <summary>Tells the request also where the change failed: the session that was there before may have ended first.</summary>
    private async ValueTask ThenTellAsync(ValueTask change)
    {
        try
        {
            await change;
        }
        finally
        {
            await SubjectChangedAsync();
        }
    }

    private ValueTask SubjectChangedAsync() => State.Listener?.SubjectChangedAsync(typeof(TData)) ?? default;

    private ValueTask EndAsync(SessionEndReason reason, CancellationToken cancellationToken)
    {
        EnsureWritable();
        _endMonitor?.End();
        return ThenTellAsync(_operations.Ending.RunAsync(_context, reason, cancellationToken));
    }

    /// <summary>The data as they are now, to be looked at only: unlike <see cref="Data"/> this counts as no read.</summary>
    internal TData Peek() => _context.Data.Peek();

    /// <summary>The data, to be changed in place.</summary>
    internal TData Writable()
    {
        EnsureWritable();
        return _context.Data.Value;
    }

    private void EnsureWritable()
    {
        State.EnsureWritable();
        _context.Data.EnsureNotUpdating(Id);
    }

    private SessionState Read()
    {
        State.MarkRead();
        return State;
    }

    private static SessionItems Items(TData data) => data as SessionItems
        ?? throw new InvalidOperationException("session[name] is for untyped sessions (AddAzuSessions without a type). This one holds " +
            $"{typeof(TData)}: use its Data.");
}
