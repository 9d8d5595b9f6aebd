namespace Azu.Sessions.Tests;

/// <summary>
/// One node's calls to the server. Each is carried out at some later step and answered at another; some fail, and of these some were carried
/// out before, some will be, and some never.
/// </summary>
internal sealed class SimulatedStore(ClusterSimulation simulation, ISessionAnnouncer announcer) : ISessionStore
{
    private readonly List<Call> _calls = [];

    public string Name => "simulated";

    public SessionCapabilities Capabilities => SessionCapabilities.Shared;

    public int UnderWay => _calls.Count;

    public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
        Ask(() => simulation.Records.GetValueOrDefault(id));

    public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) => Ask(() =>
    {
        if (!simulation.Records.TryGetValue(record.Id, out var stored)) return UpdateResult.Gone;
        if (stored.Version != expectedVersion) return UpdateResult.Conflict(stored);
        simulation.Write(record, record.Id, announcer.Updated(record.Id, record.Version));
        return UpdateResult.Updated(record);
    });

    public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        Ask(() => simulation.Records.ContainsKey(id));

    public ValueTask<RemoveResult> RemoveAsync(
        SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) => Ask(() =>
    {
        if (!simulation.Records.TryGetValue(id, out var stored) || !condition.Holds(stored)) return RemoveResult.NotThere;
        simulation.Write(null, id, announcer.Removed(id));
        return RemoveResult.Removed(stored);
    });

    /// <summary>Something happens to one of the calls.</summary>
    public void Step()
    {
        if (_calls.Count == 0) return;
        var call = _calls[simulation.Chance.Next(_calls.Count)];
        if (call.Next()) _calls.Remove(call);
    }

    private ValueTask<T> Ask<T>(Func<T> carryOut)
    {
        // Continuations run within the step that answers.
        var answer = new TaskCompletionSource<T>();
        var result = default(T);
        var isDone = false;
        _calls.Add(new(() =>
        {
            if (!isDone && simulation.Happens(0.05))
            {
                // Answered as failed. Carried out late, or never.
                if (!answer.Task.IsCompleted)
                {
                    answer.SetException(new SessionStoreException("Timed out."));
                    return simulation.Happens(0.5);
                }

                return true;
            }

            if (!isDone)
            {
                result = carryOut();
                isDone = true;
                return answer.Task.IsCompleted;
            }

            if (simulation.Happens(0.05)) answer.SetException(new SessionStoreException("The answer was lost."));
            else answer.SetResult(result!);
            return true;
        }));
        return new(answer.Task);
    }

    private sealed record Call(Func<bool> Next);
}
