using System.Runtime.CompilerServices;

namespace Azu.Sessions;

/// <summary>
/// Lets parallel requests of one session share loads. A request may join only a load that starts after the request arrived, so that it never
/// sees less than it would have seen by itself: per session there is at most one load under way and one that waits for it, and everybody who
/// comes meanwhile joins the one that waits. However many requests there are, they take at most two loads' time. Writes need no part in
/// this: a request that arrives after a write joins a load that starts after it.
/// </summary>
internal sealed class CoalescingStore(ISessionStore store) : ISessionStore
{
    private readonly Lock _lock = new();

    /// <summary>The sessions that are being loaded; and the load that waits, if there is one.</summary>
    private readonly Dictionary<SessionId, SharedLoad?> _lines = [];

    public string Name => store.Name;

    public SessionCapabilities Capabilities => store.Capabilities;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        if (Join(id) is { } load) return new(load.Result.Task.WaitAsync(cancellationToken));
        // A load that has started takes no more requests. The next one begins when it ends, not when its request gives up.
        var first = LoadFirstAsync(id);
        return first.IsCompleted || !cancellationToken.CanBeCanceled
            ? first
            : new(first.AsTask().WaitAsync(cancellationToken));
    }

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => store.CreateAsync(record, cancellationToken);

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
        store.UpdateAsync(record, expectedVersion, cancellationToken);

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        store.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken);

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) =>
        store.RemoveAsync(id, condition, reason, actor, cancellationToken);

    /// <summary>The load to wait for; null for the first request, which loads.</summary>
    private SharedLoad? Join(SessionId id)
    {
        lock (_lock)
        {
            if (_lines.TryGetValue(id, out var waiting)) return waiting ?? (_lines[id] = new());
            _lines.Add(id, null);
            return null;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SessionRecord?> LoadFirstAsync(SessionId id)
    {
        try
        {
            return await store.FindAsync(id, CancellationToken.None);
        }
        finally
        {
            // The next load begins before the request of this one goes on.
            if (Advance(id) is { } next) _ = WorkOffAsync(id, next);
        }
    }

    /// <summary>These loads belong to all requests that join them: none of them ends one by giving up.</summary>
    private async Task WorkOffAsync(SessionId id, SharedLoad load)
    {
        for (SharedLoad? next = load; next is not null; next = Advance(id))
        {
            try
            {
                next.Result.TrySetResult(await store.FindAsync(id, CancellationToken.None));
            }
            catch (Exception e)
            {
                next.Result.TrySetException(e);
                _ = next.Result.Task.Exception; // observed here, should every request have given up
            }
        }
    }

    private SharedLoad? Advance(SessionId id)
    {
        lock (_lock)
        {
            var waiting = _lines[id];
            if (waiting is null) _lines.Remove(id);
            else _lines[id] = null;
            return waiting;
        }
    }

    private sealed class SharedLoad
    {
        // Continuations run elsewhere: the next load must not wait for the requests of this one.
        public TaskCompletionSource<SessionRecord?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
