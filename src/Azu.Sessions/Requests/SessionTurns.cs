namespace Azu.Sessions;

/// <summary>
/// Lets the writers of one session on this node take turns, so that n parallel requests make n updates and not n². Each turn passes on the newest
/// record, so the next writer needs no read and meets no conflict from this node. Compare-and-set keeps every write right without it.
/// </summary>
/// <param name="patience">How long a writer waits for its turn. Afterwards it writes without one.</param>
internal sealed class SessionTurns(TimeSpan patience)
{
    private const int MaxRemembered = 128;
    private const int MaxRememberedBytes = 8 * 1024;

    private readonly Lock _lock = new();

    /// <summary>
    /// What the last writers stored, each session in one place. A request that loaded before such a write and stores after it meets no conflict either.
    /// </summary>
    private readonly SessionRecord?[] _remembered = new SessionRecord?[MaxRemembered];

    /// <summary>The sessions that are being written, and the writers that wait; null while none waits.</summary>
    private readonly Dictionary<SessionId, Queue<TaskCompletionSource<SessionRecord>>?> _lines = [];

    /// <summary>The turn of a writer: now, or when those before it have passed theirs on.</summary>
    public ValueTask<SessionTurn> TakeAsync(SessionId id, CancellationToken cancellationToken)
    {
        TaskCompletionSource<SessionRecord> waiting;
        lock (_lock)
        {
            if (!_lines.TryGetValue(id, out var line))
            {
                _lines.Add(id, null);
                return new(new SessionTurn(this, id, _remembered[PlaceOf(id)] is { } last && last.Id == id ? last : null));
            }

            // Continuations run elsewhere: the writer that passes the turn on must not run the next one's.
            waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (line is null) _lines[id] = line = new();
            line.Enqueue(waiting);
        }

        return WaitAsync(id, waiting, cancellationToken);
    }

    /// <summary>Gives the turn to the next writer.</summary>
    /// <param name="id">The session.</param>
    /// <param name="newest">The newest record that the writer knows.</param>
    public void Pass(SessionId id, SessionRecord newest)
    {
        while (true)
        {
            TaskCompletionSource<SessionRecord>? next;
            lock (_lock)
            {
                if (_lines[id] is not { } line || !line.TryDequeue(out next))
                {
                    _lines.Remove(id);
                    if (newest.Payload.Length <= MaxRememberedBytes) _remembered[PlaceOf(id)] = newest;
                    return;
                }
            }

            // A writer that has given up waiting does not take it.
            if (next.TrySetResult(newest)) return;
        }
    }

    private static int PlaceOf(SessionId id) => (int)((uint)id.GetHashCode() % MaxRemembered);

    private async ValueTask<SessionTurn> WaitAsync(SessionId id, TaskCompletionSource<SessionRecord> waiting, CancellationToken cancellationToken)
    {
        try
        {
            // Real time on purpose: a writer must get on where a test holds the clock.
            return new(this, id, await waiting.Task.WaitAsync(patience, cancellationToken));
        }
        catch (TimeoutException)
        {
            // A turn that came at the same moment counts.
            return waiting.TrySetCanceled(CancellationToken.None) ? default : new(this, id, await waiting.Task);
        }
        catch (OperationCanceledException)
        {
            if (!waiting.TrySetCanceled(CancellationToken.None)) Pass(id, await waiting.Task);
            throw;
        }
    }
}

/// <summary>The turn of one writer of a session. The default value is that of a writer that did not get its turn in time.</summary>
/// <param name="turns">Where the turn goes afterwards.</param>
/// <param name="id">The session.</param>
/// <param name="newest">What the writer before stored or met; null: there was no writer before.</param>
internal readonly struct SessionTurn(SessionTurns? turns, SessionId id, SessionRecord? newest)
{
    /// <summary>Whether the writer may repeat a write that was overtaken. Without its turn it tries once.</summary>
    public bool MayRepeat => turns is not null;

    /// <summary>
    /// What the writer before stored or met, where it is newer than <paramref name="known"/> and of the same sign-in; otherwise that. Whether another
    /// sign-in came between is for the store to say: it may have lost it.
    /// </summary>
    public SessionRecord NewestOf(SessionRecord known) =>
        newest is not null && newest.Version > known.Version && newest.Generation == known.Generation && newest.Subject == known.Subject ? newest : known;

    /// <summary>Gives the turn to the next writer, with the newest record that this one knows.</summary>
    public void Pass(SessionRecord known) => turns?.Pass(id, known);
}
