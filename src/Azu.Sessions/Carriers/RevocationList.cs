using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// Which sealed cookies are worth nothing any more although their own times have not ended: single sessions, and everything of a subject that
/// was signed in before a moment. Kept in any server store, as records that expire when the last cookie that they refuse has.
/// </summary>
internal sealed class RevocationList(ISessionStore store, TimeProvider time, TimeSpan longestLife)
{
    /// <summary>Refuses one session from now on.</summary>
    /// <exception cref="SessionStoreException">The store did not confirm.</exception>
    public async ValueTask RevokeAsync(SessionId id, CancellationToken cancellationToken) =>
        await store.CreateAsync(Mark(id, time.GetUtcNow(), version: 1), cancellationToken);

    /// <summary>Refuses every session that the subject is signed in with by now.</summary>
    /// <exception cref="SessionStoreException">The store did not confirm.</exception>
    public async ValueTask RevokeSubjectAsync(string subject, CancellationToken cancellationToken)
    {
        var id = MarkOf(subject);
        var now = time.GetUtcNow();
        while (!await store.CreateAsync(Mark(id, now, version: 1), cancellationToken))
        {
            var standing = await store.FindAsync(id, cancellationToken);
            if (standing is null) continue;
            if (standing.CreatedAt >= now) return;
            var result = await store.UpdateAsync(Mark(id, now, standing.Version + 1), standing.Version, cancellationToken);
            if (result.Outcome == UpdateOutcome.Updated) return;
        }
    }

    /// <summary>Asks the store of the list whether it answers.</summary>
    /// <exception cref="SessionStoreException">It does not.</exception>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => await StoreProbe.AskAsync(store, cancellationToken);

    /// <summary>Whether a cookie's session is refused.</summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<bool> IsRevokedAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(record.Id, cancellationToken) is not null) return true;
        return record.Subject is { } subject
            && await store.FindAsync(MarkOf(subject), cancellationToken) is { } mark
            && record.AuthenticatedAt <= mark.CreatedAt;
    }

    private SessionRecord Mark(SessionId id, DateTimeOffset now, long version) => new()
    {
        Id = id,
        SecretHash = default,
        Version = version,
        WriteId = RandomBlock.NewWriteId(),
        CreatedAt = now,
        LastSeenAt = now,
        ExpiresAt = now + longestLife,
        AbsoluteExpiresAt = now + longestLife,
    };

    /// <summary>A subject's mark stands under a digest, so that no id that a session has can be its name.</summary>
    private static SessionId MarkOf(string subject)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. "azu.not-before.v1"u8, .. LengthPrefix.Of(subject)], digest);
        return new(digest[..SessionId.Size]);
    }
}
