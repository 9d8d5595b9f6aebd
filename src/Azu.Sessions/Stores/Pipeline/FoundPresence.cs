namespace Azu.Sessions;

/// <summary>The presence of sessions in a store that has no <see cref="ISessionPresence"/>: each is read.</summary>
internal sealed class FoundPresence(ISessionStore store) : ISessionPresence
{
    public async ValueTask<IReadOnlyList<SessionId>> FindEndedAsync(IReadOnlyList<SessionPresence> known, CancellationToken cancellationToken = default)
    {
        var ended = new List<SessionId>();
        foreach (var (id, subject) in known)
        {
            try
            {
                if (await store.FindAsync(id, cancellationToken) is not { } record || (subject is not null && record.Subject != subject)) ended.Add(id);
            }
            catch (SessionUnreadableException)
            {
                // A newer version wrote it, so it lives.
            }
        }

        return ended;
    }
}
