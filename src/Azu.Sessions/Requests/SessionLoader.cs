using System.Runtime.CompilerServices;

namespace Azu.Sessions;

/// <summary>Turns a verified token into the session of a request: finds the record, admits or refuses it, reads the data.</summary>
internal sealed class SessionLoader<TData>(
    AzuSessionsOptions options, ISessionCookieFormat format, SessionOpener<TData> opener, ClientBinding binding, PendingRemovals removals,
        SessionRefusal<TData> refusal,
    SessionNotifier<TData> notifier, TimeProvider time, LimitedLog log) where TData : notnull
{
    public Session<TData> New(ClientTraits? client) => opener.Empty(client);

    /// <inheritdoc cref="ISessionLoader.LoadAsync"/>
    public ValueTask<IRequestSession> LoadAsync(ParsedToken presented, ClientTraits? client, StalenessPolicy policy, CancellationToken cancellationToken)
    {
        if ((policy & StalenessPolicy.Fresh) == StalenessPolicy.None
            && format.TryRecall(presented.Token.Id, out var copy)
            && AdmitByCopy(SessionOrigin.Admitted, copy, presented, client) is { } admitted)
            return LoadedAsync(admitted, copy);

        var finding = format.FindAsync(presented.Token, cancellationToken);
        // A result that is already there costs no state machine.
        if (!finding.IsCompletedSuccessfully) return AwaitAsync(finding, presented, client, policy, cancellationToken);
        var admitting = AdmitAsync(finding.Result, presented, client, cancellationToken);
        return admitting.IsCompletedSuccessfully ? new(admitting.Result) : admitting;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<IRequestSession> AwaitAsync(ValueTask<SessionRecord?> finding, ParsedToken presented, ClientTraits? client, StalenessPolicy policy,
        CancellationToken cancellationToken)
    {
        SessionRecord? record;
        try
        {
            record = await finding;
        }
        catch (SessionUnreadableException e)
        {
            log.LoadFailed(presented.Token.Id, e);
            return opener.Unreadable(presented, client);
        }
        catch (SessionStoreException e)
        {
            log.LoadFailed(presented.Token.Id, e);
            return await WithoutStoreAsync(presented, client, policy);
        }

        return await AdmitAsync(record, presented, client, cancellationToken);
    }

    private ValueTask<IRequestSession> WithoutStoreAsync(ParsedToken presented, ClientTraits? client, StalenessPolicy policy)
    {
        var id = presented.Token.Id;
        // A session that was signed out here is signed out here, although the store could not be told yet.
        return (policy & StalenessPolicy.StaleOnOutage) != StalenessPolicy.None
            && !removals.IsPending(id)
            && format.TryRecallStale(id, options.MaxStaleOnOutage, out var copy)
            && AdmitByCopy(SessionOrigin.Stale, copy, presented, client) is { } admitted
                ? LoadedAsync(admitted, copy)
                : new(opener.Unavailable(presented, client));
    }

    /// <summary>
    /// The session, if a copy admits it without any doubt. Otherwise null, whatever the copy says against it: it may have changed, and nothing is
    /// refused, reported or removed by a copy.
    /// </summary>
    private Session<TData>? AdmitByCopy(SessionOrigin origin, SessionRecord copy, ParsedToken presented, ClientTraits? client)
    {
        if (removals.Ends(copy)) return null;
        if (SessionAdmission.Evaluate(copy, presented.Token.SecretHash, time.GetUtcNow(), options.RotationGrace) != Admission.Admitted) return null;
        if (binding.Compare(copy, client) is not (BindingMatch.Matches or BindingMatch.MatchesOutdated)) return null;
        opener.TryOpen(origin, copy, isCopy: true, presented, client, out var session, out _);
        return session;
    }

    private ValueTask<IRequestSession> AdmitAsync(SessionRecord? record, ParsedToken presented, ClientTraits? client, CancellationToken cancellationToken)
    {
        // What was ended here, and could not be removed yet, is gone here: a store that takes no writes still answers.
        if (record is null || removals.Ends(record))
        {
            notifier.NotFound();
            return new(opener.Empty(client));
        }

        return SessionAdmission.Evaluate(record, presented.Token.SecretHash, time.GetUtcNow(), options.RotationGrace) switch
        {
            Admission.Admitted => CheckBindingAsync(SessionOrigin.Admitted, record, presented, client, cancellationToken),
            Admission.Grace => CheckBindingAsync(SessionOrigin.Grace, record, presented, client, cancellationToken),
            Admission.Superseded => new(opener.Empty(client)),
            Admission.Reused => RefuseAsync(record, SessionEndReason.TokenReuse, options.RevokeOnTokenReuse, client, cancellationToken),
            _ => RefuseAsync(record, SessionLifetime.WhyEnded(record), isEnding: false, client, cancellationToken),
        };
    }

    private ValueTask<IRequestSession> CheckBindingAsync(SessionOrigin origin, SessionRecord record, ParsedToken presented, ClientTraits? client,
        CancellationToken cancellationToken)
    {
        switch (binding.Compare(record, client))
        {
            case BindingMatch.UnknownKey:
                log.PayloadKeyUnknown(record.Id);
                return new(opener.Unreadable(presented, client));
            case BindingMatch.Mismatch when binding.OnMismatch != BindingMismatchMode.Report:
                return RefuseAsync(record, SessionEndReason.BindingMismatch, binding.OnMismatch == BindingMismatchMode.Revoke, client, cancellationToken);
            case BindingMatch.Mismatch:
                return ReportMismatchAsync(origin, record, presented, client, cancellationToken);
            default:
                return OpenAsync(origin, record, presented, client, cancellationToken);
        }
    }

    private async ValueTask<IRequestSession> ReportMismatchAsync(SessionOrigin origin, SessionRecord record, ParsedToken presented, ClientTraits? client,
        CancellationToken cancellationToken)
    {
        await notifier.RejectedAsync(record, SessionEndReason.BindingMismatch);
        return await OpenAsync(origin, record, presented, client, cancellationToken);
    }

    private ValueTask<IRequestSession> OpenAsync(SessionOrigin origin, SessionRecord record, ParsedToken presented, ClientTraits? client,
        CancellationToken cancellationToken)
    {
        switch (opener.TryOpen(origin, record, isCopy: false, presented, client, out var session, out var cause))
        {
            case PayloadReading.FromTheFuture:
                log.PayloadFromTheFuture(record.Id);
                return new(opener.Unreadable(presented, client));
            case PayloadReading.UnknownKey:
                log.PayloadKeyUnknown(record.Id);
                return new(opener.Unreadable(presented, client));
            case PayloadReading.Corrupted:
                log.Corrupted(record.Id, cause);
                return RefuseAsync(record, SessionEndReason.Corrupted, isEnding: false, client, cancellationToken);
            default:
                return LoadedAsync(session!, record);
        }
    }

    private ValueTask<IRequestSession> LoadedAsync(Session<TData> session, SessionRecord record)
    {
        var telling = notifier.LoadedAsync(record);
        return telling.IsCompletedSuccessfully ? new(session) : AfterAsync(telling, session);
    }

    private async ValueTask<IRequestSession> RefuseAsync(SessionRecord record, SessionEndReason reason, bool isEnding, ClientTraits? client,
        CancellationToken cancellationToken)
    {
        await refusal.RunAsync(record, reason, isEnding, cancellationToken);
        return opener.Empty(client);
    }

    private static async ValueTask<IRequestSession> AfterAsync(ValueTask telling, IRequestSession session)
    {
        await telling;
        return session;
    }
}
