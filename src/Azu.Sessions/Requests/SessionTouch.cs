using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>Writes down that a session is in use, once in a touch interval.</summary>
internal sealed class SessionTouch(ISessionStore store, SessionLifetime lifetime, SessionTokens tokens, TimeProvider time, ILogger log)
{
    private readonly RecentTouches _touches = new();

    /// <param name="state">The request.</param>
    /// <param name="record">What the request is based on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask RunAsync(SessionState state, SessionRecord record, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (state.Policy.IsPassive || !(state.Actions.Touch || lifetime.IsTouchDue(record, now))
            || ReferenceEquals(lifetime.Extend(record, now), record))
            return default;
        // A touch of a self-contained cookie costs no write, and helps only the browser that it answers.
        var interval = state.Actions.Touch || tokens.IsSelfContained ? TimeSpan.Zero : lifetime.TouchIntervalOf(record);
        return _touches.Begin(record.Id, now, interval) is { } touch ? TouchAsync(state, record, touch, now, cancellationToken) : default;
    }

    private async ValueTask TouchAsync(SessionState state, SessionRecord record, RecentTouches.Entry touch, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var isWanted = state.Actions.Touch;
        state.Actions.Touch = false;
        SessionRecord touched;
        try
        {
            var newest = state.IsCopy ? await tokens.CurrentAsync(record, cancellationToken) : record;
            if (newest is null || newest.Generation != record.Generation) return;
            if (!isWanted && !lifetime.IsTouchDue(newest, now))
            {
                // Another node did it. Its touches are not announced, so the copy did not know.
                _touches.Forget(touch);
                return;
            }

            // The times of the newest, and nothing else of it: what this request is based on stays what it was.
            touched = lifetime.Extend(newest, now);
            if (state.IsCopy) touched = record with { LastSeenAt = touched.LastSeenAt, ExpiresAt = touched.ExpiresAt };
            if (!await store.TouchAsync(record.Id, touched.LastSeenAt, touched.ExpiresAt, cancellationToken)) return;
        }
        catch (SessionStoreException e)
        {
            // Nothing that the visitor did is lost with a touch: the next request will do it.
            log.TouchFailed(record.Id, e);
            _touches.Forget(touch);
            return;
        }

        state.AcceptTouch(touched);
        tokens.Follow(state, touched);
    }
}
