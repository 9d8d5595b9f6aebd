using System.Text.Json;

namespace Azu.Sessions;

/// <summary>
/// The sessions of one type from outside a request: jobs, administration, the account page that lists devices. Singleton, thread-safe.
/// </summary>
public sealed class SessionManager<TData> where TData : notnull
{
    private readonly SessionEngine<TData> _engine;

    internal SessionManager(SessionEngine<TData> engine) => _engine = engine;

    /// <summary>The name of the store.</summary>
    public string StoreName => _engine.Store.Name;

    /// <summary>What the store can do.</summary>
    public SessionCapabilities Capabilities => _engine.Store.Capabilities;

    /// <summary>
    /// Stores a new session, with a subject or without. The token is returned this once: a client that sends it as the value of the cookie has the session.
    /// </summary>
    /// <exception cref="SessionBindingException">Sessions are bound to clients, and <paramref name="client"/> does not show what they are bound to.</exception>
    /// <exception cref="SessionLimitExceededException">The subject has too many sessions, and the application refuses more.</exception>
    /// <exception cref="SessionTooLargeException">The data is larger than <see cref="AzuSessionsOptions.MaxPayloadBytes"/>.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    /// <param name="data">What the session holds.</param>
    /// <param name="subject">The account that it belongs to; null: it is anonymous.</param>
    /// <param name="client">The client, where sessions are bound to clients or the device list is kept. A bound session cannot begin without it.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    public async ValueTask<CreatedSession<TData>> CreateAsync(TData data, string? subject = null, SessionClient? client = null,
        CancellationToken cancellationToken = default)
    {
        if (data is null) throw new ArgumentNullException(nameof(data));
        if (subject is not null) ExactText.Check(subject);
        if (subject is not null
            && _engine.Options.AbsoluteTimeout is null)
            throw new InvalidOperationException("A session with a subject needs an end. Set AbsoluteTimeout.");
        var context = new SessionContext<TData>(new SessionState(client is null ? null : ClientTraits.From(client)), _engine.Json);
        var state = context.State;
        SignInDetails? signIn = subject is null ? null : new(subject, SessionTimes.Default, default);
        if (subject is not null) await _engine.Limit.EnsureRoomAsync(state.Id, subject, cancellationToken);
        var record = await _engine.Creation.RunAsync(state, new(_engine.Json.Serialize(data), default, default, default, default), signIn,
            cancellationToken);
        var cookie = state.Actions.Cookie;
        state.AcceptIdentity(record);
        if (subject is not null) await _engine.Limit.EnforceAsync(context, cancellationToken);
        await _engine.Operations.Notifier.StartedAsync(record);
        return new(Snapshot(record), cookie.Value!);
    }

    /// <summary>
    /// The <c>Set-Cookie</c> header value that gives a browser the session of a token: for a session that is created for a visitor outside a
    /// request of theirs. Always Secure.
    /// </summary>
    public string CreateCookie(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        var cookie = CookieChange.Set(token, _engine.Operations.Tokens.CookieEnd());
        return SetCookieHeader.Write(_engine.Options, "", cookie, _engine.Operations.Now, isSecure: true);
    }

    /// <summary>The session with that id; null where there is none, or no longer.</summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<SessionSnapshot<TData>?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        EnsureFindable();
        return await _engine.Store.FindAsync(id, cancellationToken) is { } record && IsLive(record) ? Snapshot(record) : null;
    }

    /// <summary>The session with that id.</summary>
    /// <exception cref="SessionNotFoundException">There is none, or no longer.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<SessionSnapshot<TData>> GetAsync(SessionId id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken) ?? throw new SessionNotFoundException(id);

    /// <summary>
    /// Changes the data of a session from outside a request, by the rules of <see cref="Session{TData}.Update"/>: the function may run several
    /// times, on the newest data each time. It counts as no use of the session.
    /// </summary>
    /// <exception cref="SessionNotFoundException">There is no such session.</exception>
    /// <exception cref="SessionCorruptedException">What is stored cannot be read.</exception>
    /// <exception cref="SessionExpiredException">The session ended meanwhile.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask UpdateAsync(SessionId id, Func<TData, TData> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var record = await FindLiveAsync(id, cancellationToken) ?? throw new SessionNotFoundException(id);
        var payload = _engine.Codec.Read(record);
        var state = new SessionState { Policy = RequestPolicy.Default with { IsPassive = true } };
        state.StartFrom(SessionOrigin.Admitted, record, payload);
        var context = new SessionContext<TData>(state, _engine.Json, Read(record, payload));
        context.Data.Update(change);
        await _engine.Operations.Commit.RunAsync(context, cancellationToken);
    }

    /// <summary>All sessions, page by page underneath. A condition is LINQ: <c>ListAsync().Where(s => s.IsReadable &amp;&amp; s.Data.IsTrial)</c>.</summary>
    /// <exception cref="NotSupportedException">The store cannot list.</exception>
    public IAsyncEnumerable<SessionSnapshot<TData>> ListAsync(CancellationToken cancellationToken = default) => ListAsync(SessionQuery.All, cancellationToken);

    /// <summary>The sessions that a query means, page by page underneath.</summary>
    /// <exception cref="NotSupportedException">The store cannot list.</exception>
    public async IAsyncEnumerable<SessionSnapshot<TData>> ListAsync(
        SessionQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var record in SessionPages.WalkAsync(Index, query, cancellationToken))
        {
            if (IsLive(record)) yield return Snapshot(record);
        }
    }

    /// <summary>How many sessions there are.</summary>
    /// <exception cref="NotSupportedException">The store cannot count.</exception>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken = default) => Index.CountAsync(SessionQuery.All, cancellationToken);

    /// <summary>
    /// About how many sessions there are, at a cost that does not grow with their number, with the age of the figure; null where the store has no cheap
    /// answer.
    /// </summary>
    /// <exception cref="NotSupportedException">The store cannot count.</exception>
    public ValueTask<SessionEstimate?> EstimateCountAsync(CancellationToken cancellationToken = default) => Index.EstimateCountAsync(cancellationToken);

    /// <summary>The sessions of one subject: a device list.</summary>
    /// <exception cref="NotSupportedException">The store cannot list.</exception>
    public IAsyncEnumerable<SessionSnapshot<TData>> ListBySubjectAsync(string subject, CancellationToken cancellationToken = default) =>
        ListAsync(SessionQuery.BySubject(subject), cancellationToken);

    /// <summary>The sessions with one value in a declared index.</summary>
    /// <exception cref="ArgumentException">No index of that name was declared with <c>IndexBy</c>.</exception>
    /// <exception cref="NotSupportedException">The store cannot list.</exception>
    public IAsyncEnumerable<SessionSnapshot<TData>> ListByIndexAsync(string name, string value, CancellationToken cancellationToken = default) =>
        _engine.Indexes.Names.Contains(name)
            ? ListAsync(SessionQuery.ByIndex(name, value), cancellationToken)
            : throw new ArgumentException($"No index is called '{name}'. Declare it with IndexBy(\"{name}\", d => …).", nameof(name));

    /// <summary>One page of what the store noted about sessions, the newest first: why sessions ended, when, and by what.</summary>
    /// <param name="query">Which audit rows.</param>
    /// <param name="cursor">The cursor of the page before; null: from the newest row on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The store did not give out the cursor.</exception>
    /// <exception cref="NotSupportedException">The store keeps no audit.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public ValueTask<SessionAuditPage> ListAuditAsync(SessionAuditQuery query, string? cursor = null, CancellationToken cancellationToken = default) =>
        _engine.Audit is { IsAuditing: true } audit
            ? audit.ListAuditAsync(query, cursor, cancellationToken)
            : throw new NotSupportedException($"The store '{StoreName}' keeps no audit. Use the database store, and set Audit = true where it is configured.");

    /// <summary>Ends a session, also one that cannot be read. False when there was none.</summary>
    /// <param name="id">The session.</param>
    /// <param name="actor">What ends it, for a store that keeps an audit; null: unknown.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    /// <exception cref="NotSupportedException">Sessions are in cookies. With a list of revocations <see cref="RevokeOfSubjectAsync"/> ends one.</exception>
    /// <exception cref="SessionStoreException">The store failed; whether the session ended is unknown.</exception>
    public async ValueTask<bool> RevokeAsync(SessionId id, string? actor = null, CancellationToken cancellationToken = default)
    {
        EnsureFindable();
        return await _engine.Removal.RunAsync(id, RemoveCondition.Always, SessionEndReason.Revoked, actor, known: null, cancellationToken);
    }

    /// <summary>
    /// Ends a session only while it belongs to the subject: for a device list, where the id comes from a browser. False when there was none. Where
    /// sessions are in cookies with a list of revocations, true says only that the subject may have had one.
    /// </summary>
    /// <param name="subject">The account.</param>
    /// <param name="id">The session. It must be readable, since its subject is compared.</param>
    /// <param name="actor">What ends it, for a store that keeps an audit; null: unknown.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    /// <exception cref="NotSupportedException">Sessions are in cookies, without a list of revocations.</exception>
    /// <exception cref="SessionStoreException">The store failed; whether the session ended is unknown.</exception>
    public async ValueTask<bool> RevokeOfSubjectAsync(string subject, SessionId id, string? actor = null, CancellationToken cancellationToken = default)
    {
        ExactText.Check(subject);
        if (_engine.Revocations is { } revocations) return await revocations.RevokeAsync(id, subject, cancellationToken);
        EnsureFindable();
        if (await _engine.Store.FindAsync(id, cancellationToken) is not { } record || record.Subject != subject) return false;
        return await _engine.Removal.RunAsync(id, RemoveCondition.OfGeneration(record.Generation), SessionEndReason.Revoked, actor, record, cancellationToken);
    }

    /// <summary>
    /// Ends every session of a subject, except one if given: sign out everywhere, or everywhere else. Sessions that cannot be read end too. Returns
    /// how many ended; null where they cannot be counted, because they are in cookies. In a request whose own session ends so, that session is a new,
    /// empty one afterwards, as after <see cref="Session{TData}.SignOutAsync"/>.
    /// </summary>
    /// <param name="subject">The account.</param>
    /// <param name="exceptId">The one that stays; null: all end.</param>
    /// <param name="actor">What ends them, for a store that keeps an audit; null: unknown.</param>
    /// <param name="cancellationToken">Gives up; some sessions may have ended.</param>
    /// <exception cref="NotSupportedException">The store cannot list.</exception>
    /// <exception cref="SessionStoreException">The store failed; some sessions may have ended.</exception>
    public ValueTask<long?> RevokeSubjectAsync(string subject, SessionId? exceptId = null, string? actor = null,
        CancellationToken cancellationToken = default) =>
        _engine.Operations.SubjectRevocation.RunAsync(subject, exceptId, actor, cancellationToken);

    /// <summary>Ends every session for which <paramref name="predicate"/> holds. Looks at every session. Returns how many ended.</summary>
    /// <param name="predicate">Which; a session whose data it cannot read is left out.</param>
    /// <param name="actor">What ends them, for a store that keeps an audit; null: unknown.</param>
    /// <param name="cancellationToken">Gives up; some sessions may have ended.</param>
    /// <exception cref="NotSupportedException">The store cannot list.</exception>
    /// <exception cref="SessionStoreException">The store failed; some sessions may have ended.</exception>
    public async ValueTask<long> RevokeWhereAsync(Func<SessionSnapshot<TData>, bool> predicate, string? actor = null,
        CancellationToken cancellationToken = default)
    {
        var ended = 0L;
        await foreach (var record in SessionPages.WalkAsync(Index, SessionQuery.All, cancellationToken))
        {
            if (Holds(predicate, Snapshot(record)) && await RevokeAsync(record.Id, actor, cancellationToken)) ended++;
        }

        return ended;
    }

    /// <summary>Removes every session of the store without reporting each. Returns how many.</summary>
    /// <param name="progress">Is told how many are gone so far.</param>
    /// <param name="actor">What ends them, for a store that keeps an audit; null: unknown.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <exception cref="NotSupportedException">The store cannot list.</exception>
    public ValueTask<long> ClearAsync(IProgress<long>? progress = null, string? actor = null, CancellationToken cancellationToken = default) =>
        Index.ClearAsync(progress, actor, cancellationToken);

    /// <summary>Removes expired sessions now instead of with the next sweep. Returns how many.</summary>
    public async ValueTask<long> RemoveExpiredAsync(CancellationToken cancellationToken = default) =>
        await _engine.Sweeper.SweepAsync(cancellationToken);

    /// <summary>
    /// How long nodes that keep copies may still admit a session that has ended: the longest <see cref="NearCacheOptions.MaxRevocationLag"/> that
    /// nodes have noted in the store within five minutes. Null: no node has, or the store keeps no such notes.
    /// </summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<TimeSpan?> FindMaxRevocationLagAsync(CancellationToken cancellationToken = default) =>
        _engine.Nodes is { } nodes ? await nodes.FindLongestLagAsync(cancellationToken) : null;

    /// <summary>Figures of the store, of its circuits and of this node's copies. They are there also while the store is down.</summary>
    public async ValueTask<SessionStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default) =>
        _engine.Statistics(await CountOrNullAsync(cancellationToken));

    private async ValueTask<long?> CountOrNullAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _engine.Index is { } index ? await index.CountAsync(SessionQuery.All, cancellationToken) : null;
        }
        catch (SessionStoreException)
        {
            return null;
        }
    }

    private ISessionIndex Index => SessionPages.Require(_engine.Index, _engine.Store);

    /// <summary>The record with that id; null where there is none, or no longer.</summary>
    internal async ValueTask<SessionRecord?> FindLiveAsync(SessionId id, CancellationToken cancellationToken)
    {
        EnsureFindable();
        return await _engine.Store.FindAsync(id, cancellationToken) is { } record && IsLive(record) ? record : null;
    }

    private void EnsureFindable()
    {
        if (_engine.CookieFormat.IsSelfContained)
            throw new NotSupportedException("Sessions in cookies are in the browsers, where no server can look them up. Use a server-side store; for " +
                "revoking, UseCookieStore(c => c.RevokeInRedis(…)), and RevokeOfSubjectAsync or RevokeSubjectAsync.");
    }

    /// <summary>A session whose data cannot be read is none of those for which something holds; the others are still to be found.</summary>
    private static bool Holds(Func<SessionSnapshot<TData>, bool> predicate, SessionSnapshot<TData> session)
    {
        try
        {
            return predicate(session);
        }
        catch (SessionCorruptedException e) when (e.SessionId == session.Id)
        {
            return false;
        }
    }

    private DataSection<TData> Read(SessionRecord record, SessionPayload payload)
    {
        var data = new DataSection<TData>(_engine.Json, payload.Data);
        try
        {
            data.Peek();
            return data;
        }
        catch (JsonException e)
        {
            throw new SessionCorruptedException(record.Id, e);
        }
    }

    internal bool IsLive(SessionRecord record) => SessionLifetime.IsAlive(record, _engine.Operations.Now);

    private SessionSnapshot<TData> Snapshot(SessionRecord record) => new(record, _engine.Codec, _engine.Json);
}
