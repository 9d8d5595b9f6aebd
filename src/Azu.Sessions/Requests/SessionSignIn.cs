namespace Azu.Sessions;

/// <summary>Binds a session to a subject: the session that is there, or a new one where that cannot be.</summary>
internal sealed class SessionSignIn<TData>(
    AzuSessionsOptions options, TimeSpan retryAfter, ClientBinding binding, SubjectLimit<TData> limit, SessionTakeover<TData> takeover,
        SessionCreation<TData> creation,
    SessionRemoval<TData> removal, SessionNotifier<TData> notifier) where TData : notnull
{
    public async ValueTask RunAsync(SessionContext<TData> context, SignInDetails signIn, CancellationToken cancellationToken)
    {
        var (state, subject) = (context.State, signIn.Subject);
        SessionTimes.Check(signIn.Times, options);
        if (options.AbsoluteTimeout is null)
            throw new InvalidOperationException("Nobody can sign in while AbsoluteTimeout is null: a signed-in session needs an end. Set AbsoluteTimeout.");
        // The store works, and what it has cannot be read here: this visitor must not be locked out until it ends.
        if (state.IsUnreadable) context.StartEmpty();
        if (state.Origin is SessionOrigin.Unavailable or SessionOrigin.Stale)
            throw new SessionStoreUnavailableException("The session store could not be reached, so nobody was signed in.", retryAfter);

        // The response of the request that rotated says what the browser is to know.
        var isInGrace = state.Origin == SessionOrigin.Grace;
        if (!binding.CanBind(state.Client)) throw new SessionBindingException(state.Id);
        await limit.EnsureRoomAsync(state.Id, subject, cancellationToken);
        // A token before a rotation is read-only, so a sign-in with one begins a session of its own.
        if (isInGrace) context.StartEmpty();
        else if (state.Record is { Subject: { } other } && other != subject) await EndOtherAsync(context, state.Record, cancellationToken);

        if (state.Record is null || !await TakeOverAsync(context, state.Record, signIn, cancellationToken))
            await CreateAsync(state, signIn, cancellationToken);
        notifier.SignedIn();
        state.Actions.KnownSubject = isInGrace ? null : subject;
        await limit.EnforceAsync(context, cancellationToken);
    }

    private async ValueTask EndOtherAsync(SessionContext<TData> context, SessionRecord other, CancellationToken cancellationToken)
    {
        await removal.RunAsync(other.Id, RemoveCondition.OfGeneration(other.Generation), SessionEndReason.SignedOut, actor: null, other, cancellationToken);
        context.StartEmpty();
    }

    private async ValueTask<bool> TakeOverAsync(SessionContext<TData> context, SessionRecord loaded, SignInDetails signIn, CancellationToken cancellationToken)
    {
        if (await takeover.TryRunAsync(context.State, loaded, signIn, cancellationToken)) return true;
        context.StartEmpty();
        return false;
    }

    private async ValueTask CreateAsync(SessionState state, SignInDetails signIn, CancellationToken cancellationToken)
    {
        // What the request changed so far stays to be committed with the rest; the record only has the subject.
        var record = await creation.RunAsync(state, default, signIn, cancellationToken);
        state.AcceptIdentity(record);
        await notifier.StartedAsync(record);
    }
}
