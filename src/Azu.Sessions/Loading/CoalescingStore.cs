namespace Azu.Sessions;

/// <summary>
/// Lets parallel requests of one session share loads. A request may join only a load that starts after the request arrived, so that it never
/// sees less than it would have seen by itself: per session there is at most one load under way and one that waits for it, and everybody who
/// comes meanwhile joins the one that waits. However many requests there are, they take at most two loads' time. Writes need no part in
/// this: who arrives after a write joins a load that starts after it.
/// </summary>
internal sealed class CoalescingStore(ISessionStore store) : ISessionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, Line> _lines = [];

    public string Name => store.Name;

    public SessionCapabilities Capabilities => store.Capabilities;

    public async ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default)
    {
        Load load;
        var isFirst = false;
        lock (_lock)
        {
            if (_lines.TryGetValue(id, out var line))
            {
                load = line.Waiting ??= new();
            }
            else
            {
                isFirst = true;
                _lines[id] = new();
                load = new();
            }
        }

        // The load belongs to all who join it: nobody's hanging up ends it.
        if (isFirst) _ = WorkOffAsync(id, load);
        return await load.Result.Task.WaitAsync(cancellationToken);
    }

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => store.CreateAsync(record, cancellationToken);

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) =>
        store.UpdateAsync(record, expectedVersion, cancellationToken);

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        store.TouchAsync(id, lastSeenAt, expiresAt, cancellationToken);

    public ValueTask<bool> RemoveAsync(SessionId id, CancellationToken cancellationToken = default) => store.RemoveAsync(id, cancellationToken);

    private async Task WorkOffAsync(SessionId id, Load load)
    {
        for (Load? next = load; next is not null; next = Advance(id))
        {
            try
            {
                next.Result.TrySetResult(await store.FindAsync(id, CancellationToken.None));
            }
            catch (Exception e)
            {
                next.Result.TrySetException(e);
                _ = next.Result.Task.Exception; // observed here, should everybody have hung up
            }
        }
    }

    private Load? Advance(SessionId id)
    {
        lock (_lock)
        {
            var waiting = _lines[id].Waiting;
            if (waiting is null) _lines.Remove(id);
            else _lines[id].Waiting = null;
            return waiting;
        }
    }

    private sealed class Load
    {
        // Continuations run elsewhere: the next load must not wait for the requests of this one.
        public TaskCompletionSource<SessionRecord?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Line
    {
        public Load? Waiting { get; set; }
    }
}
