namespace Azu.Sessions;

/// <summary>
/// Sends the visitor's own token again where that says something new: it stands under an older key, or a persistent cookie should live
/// longer. Never over the newer cookie of a request that was faster.
/// </summary>
internal readonly struct CookieRenewal<TData>(SessionEngine<TData> engine, SessionState state) where TData : notnull
{
    /// <summary>False where nothing that the request does can call for it.</summary>
    public bool IsPossible => state.Presented is { } presented && (presented.Token.IsOutdated || engine.Options.Cookie.Persistent);

    public ValueTask RunAsync(CancellationToken cancellationToken) =>
        state is { Origin: SessionOrigin.Admitted, Cookie.Kind: CookieChangeKind.None, Record: not null, Presented: { } presented }
        && (presented.Token.IsOutdated || (engine.Options.Cookie.Persistent && state.IsExtended))
            ? RenewAsync(presented, cancellationToken)
            : default;

    private async ValueTask RenewAsync(ParsedToken presented, CancellationToken cancellationToken)
    {
        try
        {
            // A parallel request may have rotated the secret, signed in or signed out since this one loaded. Then its cookie counts.
            var now = await engine.CookieFormat.CurrentAsync(state.Record!, cancellationToken);
            if (now is null || now.SecretHash != presented.Token.SecretHash) return;
        }
        catch (SessionStoreException)
        {
            return; // the next request will do it
        }

        state.Cookie = CookieChange.Set(presented.Token.IsOutdated ? engine.CookieFormat.Reissue(presented, state.Record!) : presented.Value.ToString());
    }
}
