using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Turns a verified token into the session of a request: finds the record, admits or refuses it, reads the data.</summary>
internal sealed class SessionLoader<TData>(SessionEngine<TData> engine) : ISessionLoader where TData : notnull
{
    public Type DataType => typeof(TData);

    public AzuSessionOptions Options => engine.Options;

    public TokenProtector Tokens => engine.Tokens;

    public SessionMetrics Metrics => engine.Metrics;

    public TimeProvider Time => engine.Time;

    public ILogger Log => engine.Log;

    public TimeSpan RetryAfter => engine.RetryAfter;

    public ISessionHandle New() => Handle(SessionOrigin.New);

    public ValueTask<ISessionHandle> LoadAsync(PresentedToken presented, CancellationToken cancellationToken)
    {
        var finding = engine.Store.FindAsync(presented.Token.Id, cancellationToken);
        // A result that is already there costs no state machine.
        if (!finding.IsCompletedSuccessfully) return AwaitAsync(finding, presented, cancellationToken);
        var judging = JudgeAsync(finding.Result, presented, cancellationToken);
        return judging.IsCompletedSuccessfully ? new(judging.Result) : judging;
    }

    private async ValueTask<ISessionHandle> AwaitAsync(ValueTask<SessionRecord?> finding, PresentedToken presented, CancellationToken cancellationToken)
    {
        SessionRecord? record;
        try
        {
            record = await finding;
        }
        catch (SessionStoreException e)
        {
            engine.Log.LoadFailed(presented.Token.Id, e);
            return Present(Handle(SessionOrigin.Unavailable), presented);
        }

        return await JudgeAsync(record, presented, cancellationToken);
    }

    private ValueTask<ISessionHandle> JudgeAsync(SessionRecord? record, PresentedToken presented, CancellationToken cancellationToken)
    {
        if (record is null)
        {
            engine.Metrics.Unknown();
            return new(Handle(SessionOrigin.New));
        }

        return SessionAdmission.Judge(record, presented.Token.SecretHash, engine.Now, engine.Options.RotationGrace) switch
        {
            Verdict.Admitted => Admit(SessionOrigin.Admitted, record, presented, cancellationToken),
            Verdict.Grace => Admit(SessionOrigin.Grace, record, presented, cancellationToken),
            Verdict.Superseded => new(Handle(SessionOrigin.New)),
            Verdict.Reused => RefuseAsync(record, SessionEndReason.TokenReuse, engine.Options.RevokeOnTokenReuse, cancellationToken),
            _ => RefuseAsync(record, SessionLifetime.WhyEnded(record), isEnding: false, cancellationToken),
        };
    }

    private ValueTask<ISessionHandle> Admit(SessionOrigin origin, SessionRecord record, PresentedToken presented, CancellationToken cancellationToken)
    {
        DataSection<TData> data;
        SessionPayload payload;
        var state = new SessionState();
        try
        {
            switch (SessionPayload.TryRead(record.Payload, out payload))
            {
                case PayloadReading.FromTheFuture:
                    engine.Log.PayloadFromTheFuture(record.Id);
                    return new(Present(Handle(SessionOrigin.Unavailable), presented));
                case PayloadReading.Corrupted:
                    return RefuseCorruptedAsync(record, null, cancellationToken);
            }

            state.StartFrom(origin, record, payload);
            data = new DataSection<TData>(engine.Json, payload.Data, out var hidden);
            if (hidden is not null) engine.Hidden.Report(record.Id, hidden);
            state.ReadSections();
        }
        catch (JsonException e)
        {
            return RefuseCorruptedAsync(record, e, cancellationToken);
        }

        ISessionHandle handle = Present(new Session<TData>(engine, new(state, data)), presented);
        var telling = engine.Events.LoadedAsync(record);
        return telling.IsCompletedSuccessfully ? new(handle) : AfterAsync(telling, handle);
    }

    private ValueTask<ISessionHandle> RefuseCorruptedAsync(SessionRecord record, Exception? cause, CancellationToken cancellationToken)
    {
        engine.Log.Corrupted(record.Id, cause);
        return RefuseAsync(record, SessionEndReason.Corrupted, isEnding: false, cancellationToken);
    }

    private async ValueTask<ISessionHandle> RefuseAsync(SessionRecord record, SessionEndReason reason, bool isEnding, CancellationToken cancellationToken)
    {
        engine.Metrics.Rejected(reason);
        await engine.Events.RejectedAsync(record, reason);
        if (isEnding) await EndAsync(record, reason, cancellationToken);
        return Handle(SessionOrigin.New);
    }

    private async ValueTask EndAsync(SessionRecord record, SessionEndReason reason, CancellationToken cancellationToken)
    {
        try
        {
            if (!await engine.Store.RemoveAsync(record.Id, cancellationToken)) return;
        }
        catch (SessionStoreException e)
        {
            engine.Log.RemovalUnconfirmed(record.Id, e);
            engine.Removals.Add(record.Id, record.AbsoluteExpiresAt ?? record.ExpiresAt);
            return;
        }

        engine.Metrics.Ended(reason);
        await engine.Events.EndedAsync(record, reason);
    }

    private static async ValueTask<ISessionHandle> AfterAsync(ValueTask telling, ISessionHandle handle)
    {
        await telling;
        return handle;
    }

    private Session<TData> Handle(SessionOrigin origin)
    {
        var state = new SessionState();
        state.StartFrom(origin, null, default);
        return new(engine, new(state, new(engine.Json, default, out _)));
    }

    private static ISessionHandle Present(ISessionHandle handle, PresentedToken presented)
    {
        handle.State.Presented = presented;
        return handle;
    }
}
