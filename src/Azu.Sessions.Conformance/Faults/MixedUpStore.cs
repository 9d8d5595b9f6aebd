using System.Collections.Concurrent;

namespace Azu.Sessions.Conformance;

/// <summary>Answers <see cref="ISessionStore.FindAsync"/> with another session's record, as a driver that mixes up its replies would.</summary>
/// <param name="inner">The store behind.</param>
public sealed class MixedUpStore(ISessionStore inner) : ForwardingStore(inner)
{
    private readonly ConcurrentDictionary<SessionId, SessionId> _answers = new();

    /// <summary>From now on a caller that asks for <paramref name="asked"/> gets what is stored under <paramref name="answered"/>.</summary>
    public void MixUp(SessionId asked, SessionId answered) => _answers[asked] = answered;

    /// <inheritdoc/>
    public override ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) =>
        base.FindAsync(_answers.GetValueOrDefault(id, id), cancellationToken);
}
