namespace Azu.Sessions;

/// <summary>What a writer does that another node overtook: at first it repeats at once, then after a pause, in the end it gives up.</summary>
/// <param name="retryAfter">When a client may try again.</param>
internal sealed class ConflictRetry(TimeSpan retryAfter)
{
    // The writers of one node take turns, so the others are nodes, and in each round one of them gets through. Of three nodes under full load a writer
    // loses two rounds of three: after 10 rounds 3 in 100 requests were refused, after 20 it is 2 in 10 000.
    private const int MaxRounds = 20;
    private const int RoundsWithoutPause = 3;

    // All rounds last about a second and a half: in a fail-over a client may ask two servers in turn that have different records.
    private const int MaxPauseMilliseconds = 200;

    /// <param name="turn">The writer's turn.</param>
    /// <param name="round">How often it was overtaken before.</param>
    /// <param name="id">The session.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    /// <exception cref="SessionStoreUnavailableException">It did not get its turn in time, so it writes once.</exception>
    /// <exception cref="SessionConflictException">It was overtaken too often.</exception>
    public ValueTask PauseAsync(SessionTurn turn, int round, SessionId id, CancellationToken cancellationToken) => round switch
    {
        _ when !turn.MayRepeat =>
            ValueTask.FromException(new SessionStoreUnavailableException($"More requests write session {id} at once than this node can store in time, so " +
            "this one stored nothing. Repeat the request.", retryAfter)),
        MaxRounds => ValueTask.FromException(new SessionConflictException($"Session {id} was changed by others {MaxRounds} times in a row while this " +
            "request tried to store its change; it was not stored. Repeat the request.", id)),
        < RoundsWithoutPause => default,
        _ => new(Jitter.DelayAsync(Math.Min(MaxPauseMilliseconds, 1 << round), cancellationToken)),
    };
}
