namespace Azu.Sessions;

/// <summary>The sessions of one type, for a caller that does not know the type: a dashboard.</summary>
internal interface ISessionAdministration
{
    /// <summary>The session type.</summary>
    Type DataType { get; }

    string StoreName { get; }

    SessionCapabilities Capabilities { get; }

    /// <summary>Whether sessions are in the browsers' cookies, where no server can list them.</summary>
    bool IsSelfContained { get; }

    /// <summary>The declared indexes.</summary>
    IReadOnlyList<string> IndexNames { get; }

    /// <summary>Null where the store cannot list.</summary>
    ISessionIndex? Index { get; }

    /// <summary>Null where the store cannot keep an audit.</summary>
    ISessionAudit? Audit { get; }

    /// <summary>What this node knows of the store without asking it. <see cref="SessionStatistics.Sessions"/> is null.</summary>
    SessionStatistics Statistics { get; }

    /// <summary>The longest <see cref="NearCacheOptions.MaxRevocationLag"/> that nodes have noted; null: none has.</summary>
    ValueTask<TimeSpan?> FindMaxRevocationLagAsync(CancellationToken cancellationToken);

    /// <summary>Null where there is no live session of that id.</summary>
    ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken);

    bool IsLive(SessionRecord record);

    /// <summary>The data as JSON; null where they cannot be read.</summary>
    ReadOnlyMemory<byte>? ReadData(SessionRecord record);

    /// <summary>Whether a subject can sign out everywhere: the store lists, or there is a list of revocations.</summary>
    bool CanRevokeSubjects { get; }

    /// <summary>Whether sign-ins keep their client.</summary>
    bool RecordsClients { get; }

    /// <summary>What forms prove themselves by.</summary>
    FormProof Forms { get; }

    ValueTask<bool> RevokeAsync(SessionId id, string actor, CancellationToken cancellationToken);

    /// <inheritdoc cref="SessionManager{TData}.RevokeOfSubjectAsync"/>
    ValueTask<bool> RevokeOfSubjectAsync(string subject, SessionId id, CancellationToken cancellationToken);

    /// <summary>Ends the sessions of a subject but one. Null where they cannot be counted.</summary>
    ValueTask<long?> RevokeOthersAsync(string subject, SessionId exceptId, CancellationToken cancellationToken);

    /// <summary>Null where they cannot be counted.</summary>
    ValueTask<long?> RevokeSubjectAsync(string subject, string actor, CancellationToken cancellationToken);

    ValueTask<long> ClearAsync(string actor, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class SessionAdministration<TData>(SessionEngine<TData> engine, SessionManager<TData> manager) : ISessionAdministration where TData : notnull
{
    public Type DataType => typeof(TData);

    public string StoreName => engine.Store.Name;

    public SessionCapabilities Capabilities => engine.Store.Capabilities;

    public bool IsSelfContained => engine.CookieFormat.IsSelfContained;

    public IReadOnlyList<string> IndexNames { get; } = [.. engine.Indexes.Names];

    public ISessionIndex? Index => engine.Index;

    public ISessionAudit? Audit => engine.Audit;

    public SessionStatistics Statistics => engine.Statistics(sessions: null);

    public ValueTask<TimeSpan?> FindMaxRevocationLagAsync(CancellationToken cancellationToken) => manager.FindMaxRevocationLagAsync(cancellationToken);

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        IsSelfContained ? default : manager.FindLiveAsync(id, cancellationToken);

    public bool IsLive(SessionRecord record) => manager.IsLive(record);

    public ReadOnlyMemory<byte>? ReadData(SessionRecord record)
    {
        try
        {
            return engine.Codec.Read(record).Data;
        }
        catch (Exception e) when (e is SessionCorruptedException or SessionStoreUnavailableException)
        {
            return null;
        }
    }

    public bool CanRevokeSubjects => engine.Index is not null || engine.Revocations is not null;

    public bool RecordsClients => engine.Options.RecordClient;

    public FormProof Forms => engine.Forms;

    public ValueTask<bool> RevokeOfSubjectAsync(string subject, SessionId id, CancellationToken cancellationToken) =>
        manager.RevokeOfSubjectAsync(subject, id, actor: subject, cancellationToken);

    public ValueTask<long?> RevokeOthersAsync(string subject, SessionId exceptId, CancellationToken cancellationToken) =>
        manager.RevokeSubjectAsync(subject, exceptId, actor: subject, cancellationToken);

    public ValueTask<bool> RevokeAsync(SessionId id, string actor, CancellationToken cancellationToken) => manager.RevokeAsync(id, actor, cancellationToken);

    public ValueTask<long?> RevokeSubjectAsync(string subject, string actor, CancellationToken cancellationToken) =>
        manager.RevokeSubjectAsync(subject, actor: actor, cancellationToken: cancellationToken);

    public ValueTask<long> ClearAsync(string actor, CancellationToken cancellationToken) =>
        manager.ClearAsync(actor: actor, cancellationToken: cancellationToken);
}
