using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Turns a verified token into the session of a request: finds the record, admits or refuses it, reads the data.</summary>
internal sealed class SessionLoader<TData>(SessionEngine<TData> engine) : ISessionLoader where TData : notnull
{
    public Type DataType => typeof(TData);

    public AzuSessionsOptions Options => engine.Options;

    public ISessionCookieFormat CookieFormat => engine.CookieFormat;

    public SessionMetrics Metrics => engine.Metrics;

    public TimeProvider Time => engine.Time;

    public ILogger Log => engine.Log;

    public LimitedLog Limited => engine.Limited;

    public TimeSpan RetryAfter => engine.RetryAfter;

    public bool HasNearCache => engine.Node is not null;

    public TimeSpan? WriteMarkerLifetime => engine.Node?.WriteMarkerLifetime;

    public bool NeedsClient => engine.Binding.IsEnabled || engine.Options.RecordClient;

    public ISessionHandle New(ClientTraits? client) => Handle(SessionOrigin.New, client);

    public ValueTask<ISessionHandle> LoadAsync(ParsedToken presented, ClientTraits? client, StalenessPolicy policy, CancellationToken cancellationToken)
    {
        if ((policy & StalenessPolicy.Fresh) == StalenessPolicy.None
            && engine.CookieFormat.TryRecall(presented.Token.Id, out var copy)
            && AdmitByCopy(SessionOrigin.Admitted, copy, presented, client) is { } admitted)
            return TellAsync(admitted, copy);

        var finding = engine.CookieFormat.FindAsync(presented.Token, cancellationToken);
        // A result that is already there costs no state machine.
        if (!finding.IsCompletedSuccessfully) return AwaitAsync(finding, presented, client, policy, cancellationToken);
        var judging = JudgeAsync(finding.Result, presented, client, cancellationToken);
        return judging.IsCompletedSuccessfully ? new(judging.Result) : judging;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ISessionHandle> AwaitAsync(ValueTask<SessionRecord?> finding, ParsedToken presented, ClientTraits? client, StalenessPolicy policy, CancellationToken cancellationToken)
    {
        SessionRecord? record;
        try
        {
            record = await finding;
        }
        catch (SessionUnreadableException e)
        {
            engine.Limited.LoadFailed(presented.Token.Id, e);
            return Unreadable(presented, client);
        }
        catch (SessionStoreException e)
        {
            engine.Limited.LoadFailed(presented.Token.Id, e);
            return await WithoutStoreAsync(presented, client, policy);
        }

        return await JudgeAsync(record, presented, client, cancellationToken);
    }

    private ValueTask<ISessionHandle> WithoutStoreAsync(ParsedToken presented, ClientTraits? client, StalenessPolicy policy)
    {
        var id = presented.Token.Id;
        // Who signed out here is signed out here, although the store could not be told yet.
        return (policy & StalenessPolicy.StaleOnOutage) != StalenessPolicy.None
            && !engine.Removals.IsPending(id)
            && engine.CookieFormat.TryRecallStale(id, engine.Options.MaxStaleOnOutage, out var copy)
            && AdmitByCopy(SessionOrigin.Stale, copy, presented, client) is { } admitted
                ? TellAsync(admitted, copy)
                : new(Present(Handle(SessionOrigin.Unavailable, client), presented));
    }

    /// <summary>
    /// The session, if a copy admits it without any doubt. Otherwise null, whatever it is that the copy says against it: it may have changed, and
    /// nothing is refused, reported or removed by a copy.
    /// </summary>
    private Session<TData>? AdmitByCopy(SessionOrigin origin, SessionRecord copy, ParsedToken presented, ClientTraits? client)
    {
        if (engine.Removals.Ends(copy)) return null;
        if (SessionAdmission.Judge(copy, presented.Token.SecretHash, engine.Now, engine.Options.RotationGrace) != Verdict.Admitted) return null;
        if (engine.Binding.Compare(copy, client) is not (BindingMatch.Matches or BindingMatch.MatchesOutdated)) return null;
        new SessionOpener<TData>(engine).TryOpen(origin, copy, presented, client, out var handle, out _);
        if (handle is not null) ((ISessionHandle)handle).State.IsCopy = true;
        return handle;
    }

    private ValueTask<ISessionHandle> JudgeAsync(SessionRecord? record, ParsedToken presented, ClientTraits? client, CancellationToken cancellationToken)
    {
        // What was ended here, and could not be removed yet, is gone here: a store that takes no writes still answers.
        if (record is null || engine.Removals.Ends(record))
        {
            engine.Metrics.Unknown();
            return new(Handle(SessionOrigin.New, client));
        }

        return SessionAdmission.Judge(record, presented.Token.SecretHash, engine.Now, engine.Options.RotationGrace) switch
        {
            Verdict.Admitted => CheckBindingAsync(SessionOrigin.Admitted, record, presented, client, cancellationToken),
            Verdict.Grace => CheckBindingAsync(SessionOrigin.Grace, record, presented, client, cancellationToken),
            Verdict.Superseded => new(Handle(SessionOrigin.New, client)),
            Verdict.Reused => RefuseAsync(record, SessionEndReason.TokenReuse, engine.Options.RevokeOnTokenReuse, client, cancellationToken),
            _ => RefuseAsync(record, SessionLifetime.WhyEnded(record), isEnding: false, client, cancellationToken),
        };
    }

    private ValueTask<ISessionHandle> CheckBindingAsync(SessionOrigin origin, SessionRecord record, ParsedToken presented, ClientTraits? client, CancellationToken cancellationToken)
    {
        switch (engine.Binding.Compare(record, client))
        {
            case BindingMatch.UnknownKey:
                engine.Limited.PayloadKeyUnknown(record.Id);
                return new(Unreadable(presented, client));
            case BindingMatch.Mismatch when engine.Binding.OnMismatch != BindingMismatchMode.Report:
                return RefuseAsync(record, SessionEndReason.BindingMismatch, engine.Binding.OnMismatch == BindingMismatchMode.Revoke, client, cancellationToken);
            case BindingMatch.Mismatch:
                return ReportMismatchAsync(origin, record, presented, client, cancellationToken);
            default:
                return Admit(origin, record, presented, client, cancellationToken);
        }
    }

    private async ValueTask<ISessionHandle> ReportMismatchAsync(SessionOrigin origin, SessionRecord record, ParsedToken presented, ClientTraits? client, CancellationToken cancellationToken)
    {
        engine.Metrics.Rejected(SessionEndReason.BindingMismatch);
        await engine.Events.RejectedAsync(record, SessionEndReason.BindingMismatch);
        return await Admit(origin, record, presented, client, cancellationToken);
    }

    private ValueTask<ISessionHandle> Admit(SessionOrigin origin, SessionRecord record, ParsedToken presented, ClientTraits? client, CancellationToken cancellationToken)
    {
        switch (new SessionOpener<TData>(engine).TryOpen(origin, record, presented, client, out var handle, out var cause))
        {
            case PayloadReading.FromTheFuture:
                engine.Limited.PayloadFromTheFuture(record.Id);
                return new(Unreadable(presented, client));
            case PayloadReading.UnknownKey:
                engine.Limited.PayloadKeyUnknown(record.Id);
                return new(Unreadable(presented, client));
            case PayloadReading.Corrupted:
                return RefuseCorruptedAsync(record, cause, client, cancellationToken);
            default:
                return TellAsync(handle!, record);
        }
    }

    private ValueTask<ISessionHandle> TellAsync(Session<TData> handle, SessionRecord record)
    {
        var telling = engine.Events.LoadedAsync(record);
        return telling.IsCompletedSuccessfully ? new(handle) : AfterAsync(telling, handle);
    }

    private ValueTask<ISessionHandle> RefuseCorruptedAsync(SessionRecord record, Exception? cause, ClientTraits? client, CancellationToken cancellationToken)
    {
        engine.Limited.Corrupted(record.Id, cause);
        return RefuseAsync(record, SessionEndReason.Corrupted, isEnding: false, client, cancellationToken);
    }

    private async ValueTask<ISessionHandle> RefuseAsync(SessionRecord record, SessionEndReason reason, bool isEnding, ClientTraits? client, CancellationToken cancellationToken)
    {
        engine.Metrics.Rejected(reason);
        await engine.Events.RejectedAsync(record, reason);
        if (isEnding) await EndAsync(record, reason, cancellationToken);
        return Handle(SessionOrigin.New, client);
    }

    private async ValueTask EndAsync(SessionRecord record, SessionEndReason reason, CancellationToken cancellationToken)
    {
        var condition = RemoveCondition.OfGeneration(record.Generation);
        try
        {
            await new SessionRemoval<TData>(engine).RunAsync(record.Id, condition, reason, actor: null, record, cancellationToken);
        }
        catch (SessionStoreException e)
        {
            engine.Limited.RemovalUnconfirmed(record.Id, e);
            engine.Removals.Add(record.Id, condition, reason, record.AbsoluteExpiresAt, record.Subject is not null, engine.CookieFormat.IsSelfContained ? record : null);
        }
    }

    private static async ValueTask<ISessionHandle> AfterAsync(ValueTask telling, ISessionHandle handle)
    {
        await telling;
        return handle;
    }

    private Session<TData> Handle(SessionOrigin origin, ClientTraits? client)
    {
        var state = new SessionState { Client = client };
        state.StartFrom(origin, null, default);
        return new(engine, new(state, new(engine.Json, default, out _)));
    }

    /// <summary>The store works, and other nodes may read the session: the cookie is left alone, and an explicit sign-in starts a new one.</summary>
    private ISessionHandle Unreadable(ParsedToken presented, ClientTraits? client)
    {
        var handle = Present(Handle(SessionOrigin.Unavailable, client), presented);
        handle.State.IsUnreadable = true;
        return handle;
    }

    private static ISessionHandle Present(ISessionHandle handle, ParsedToken presented)
    {
        handle.State.Presented = presented;
        return handle;
    }
}
