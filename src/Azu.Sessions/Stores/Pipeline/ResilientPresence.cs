namespace Azu.Sessions;

/// <summary>Gives questions about the presence of sessions a deadline, and fails them at once while the store is down.</summary>
internal sealed class ResilientPresence(ISessionPresence presence, StoreCalls calls) : ISessionPresence
{
    public ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known, CancellationToken cancellationToken = default) =>
        calls.AskAsync((presence, known), static (call, token) => call.presence.FindEndedAsync(call.known, token), cancellationToken);
}
