using System.Runtime.CompilerServices;

namespace Azu.Sessions;

/// <summary>
/// Compares and sets what a request changed. Catches up with the newest record and repeats where another request was faster. The rounds with the
/// store are one turn; events and metrics come after it.
/// </summary>
internal sealed class SessionUpdate<TData>(
    AzuSessionsOptions options, ISessionStore store, SessionTurns turns, ConflictRetry retry, SessionRecords<TData> records, SessionTokens tokens,
        SessionNotifier<TData> notifier)
    where TData : notnull
{
    /// <param name="context">What the request works on.</param>
    /// <param name="loaded">What the request is based on.</param>
    /// <param name="change">What it changed.</param>
    /// <param name="cancellationToken">Gives up; the outcome is then unknown.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(SessionContext<TData> context, SessionRecord loaded, ContentChange change, CancellationToken cancellationToken)
    {
        var state = context.State;
        var turn = await turns.TakeAsync(loaded.Id, cancellationToken);
        var newest = turn.NewestOf(loaded);
        var isMerged = state.IsBehind || !ReferenceEquals(newest, loaded);
        SessionPayload payload;
        SessionSecret? secret;
        try
        {
            payload = isMerged ? CatchUp(context, loaded, newest, change) : Changed(context, change);
            for (var round = 0; ; round++)
            {
                if (!change.Any && !state.Actions.Rotate) return;
                secret = state.Actions.Rotate ? SessionSecret.New() : null;
                var result = await store.UpdateAsync(records.Changed(state, newest, payload, secret), newest.Version, cancellationToken);
                newest = result.Current ?? newest;
                if (result.Outcome == UpdateOutcome.Updated) break;
                if (!result.IsConflict(out _))
                {
                    notifier.Gone(loaded.Id);
                    throw new SessionExpiredException(loaded.Id);
                }

                payload = CatchUp(context, loaded, newest, change);
                isMerged = true;
                notifier.Conflict(loaded.Id);
                await retry.PauseAsync(turn, round, loaded.Id, cancellationToken);
            }
        }
        finally
        {
            turn.Pass(newest);
        }

        context.Accept(newest, payload, isMerged);
        if (secret is { } issued)
        {
            tokens.Issue(state, newest, issued);
            await notifier.TokenRotatedAsync(newest);
        }
        else
        {
            tokens.Follow(state, newest);
        }
    }

    /// <summary>The content to store on top of what another request stored.</summary>
    /// <exception cref="SessionExpiredException">
    /// Another sign-in came between. Nothing of a slow request reaches what came after a sign-in, and nothing planted before it reaches the signed-in session.
    /// </exception>
    private SessionPayload CatchUp(SessionContext<TData> context, SessionRecord loaded, SessionRecord newest, ContentChange change)
    {
        if (newest.Generation != loaded.Generation || newest.Subject != loaded.Subject) throw new SessionExpiredException(loaded.Id);
        // The first request that rotates has sent the one cookie that counts; a second rotation would leave the browser with either.
        if (newest.SecretHash != loaded.SecretHash) context.State.Actions.Rotate = false;
        return Merged(context, newest, change);
    }

    private SessionPayload Changed(SessionContext<TData> context, ContentChange change)
    {
        var state = context.State;
        return state.Payload with
        {
            Data = change.Data ? context.Data.Changed() : state.Payload.Data,
            Flash = change.Flash ? state.FlashSection!.Replayed(state.Payload.Flash) : state.Payload.Flash,
            Items = change.Items ? state.ItemsSection!.Replayed(state.Payload.Items) : state.Payload.Items,
            Ticket = change.Ticket ? records.Sealed(state.Record!, state.Actions.Ticket!.Value) : state.Payload.Ticket,
        };
    }

    private SessionPayload Merged(SessionContext<TData> context, SessionRecord newest, ContentChange change)
    {
        var stored = records.Read(newest);
        var overwritten = 0;
        var merged = stored with
        {
            Data = change.Data ? context.Data.Replayed(stored.Data, out overwritten) : stored.Data,
            Flash = change.Flash ? context.State.FlashSection!.Replayed(stored.Flash) : stored.Flash,
            Items = change.Items ? context.State.ItemsSection!.Replayed(stored.Items) : stored.Items,
            Ticket = change.Ticket ? records.Sealed(newest, context.State.Actions.Ticket!.Value) : stored.Ticket,
        };
        if (overwritten == 0) return merged;
        notifier.Overwritten(overwritten);
        return options.OnOverwrite == OverwriteMode.LastWins
            ? merged
            : throw new SessionConflictException($"Session {newest.Id}: another request changed the same property meanwhile, and OnOverwrite is Throw; " +
                "nothing was stored. Use Update for a change that depends on the old value.", newest.Id);
    }
}
