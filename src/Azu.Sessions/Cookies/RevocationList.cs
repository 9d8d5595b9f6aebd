using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Azu.Sessions;

/// <summary>
/// Says which sealed cookies are refused although their own times have not ended. Kept in any server store, as records that expire after the
/// last cookie that they are about. It compares no clocks.
/// <para>
/// Each subject has one record. It holds a random stamp, which every sign-in seals into its cookie, and the sessions that were signed out singly.
/// Signing out everywhere draws another stamp. A cookie with another stamp is refused, and so is every cookie of a subject without a record. So a list
/// that loses an entry, or loses it too early, signs clients out and never lets one back in. A session without a subject has a record of its own once it is
/// signed out.
/// </para>
/// </summary>
/// <param name="store">Where it is kept.</param>
/// <param name="index">Cleans up; null for a store that does it by itself.</param>
/// <param name="names">Under which ids.</param>
/// <param name="time">The clock.</param>
internal sealed class RevocationList(ISessionStore store, ISessionIndex? index, RevocationNames names, TimeProvider time)
{
    private const int MaxRounds = 10;
    private const int BatchSize = 500;

    /// <summary>
    /// How much longer a record is kept than the last cookie that it is about. The clocks of the node that writes it, of the node that removes it and of
    /// the node that still admits the cookie may differ.
    /// </summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(1);

    /// <summary>The stamp for a cookie of the subject that is sealed now. Its record is kept for as long as the cookie can last.</summary>
    /// <param name="subject">The subject that signs in.</param>
    /// <param name="end">The absolute end of the cookie.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SessionStoreException">The store failed, so no cookie may be sealed.</exception>
    public async ValueTask<ulong> StampAsync(string subject, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var id = names.Of(subject);
        var until = end + s_margin;
        for (var round = 0; ; round++)
        {
            if (await store.FindAsync(id, cancellationToken) is { SubjectStamp: { } stamp })
            {
                if (await store.TouchAsync(id, time.GetUtcNow(), until, cancellationToken)) return stamp;
            }
            else
            {
                stamp = NewStamp();
                if (await store.CreateAsync(New(id, until) with { SubjectStamp = stamp }, cancellationToken)) return stamp;
            }

            await PauseAsync(round, cancellationToken);
        }
    }

    /// <summary>Refuses this session from now on, in every cookie.</summary>
    /// <exception cref="SessionStoreException">The store did not confirm.</exception>
    public async ValueTask RevokeAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        if (session.Subject is { } subject) await RevokeAsync(session.Id, session.Generation, subject, session.SubjectStamp, cancellationToken);
        // False says that the session is on the list already.
        else if (session.AbsoluteExpiresAt is { } end) await store.CreateAsync(New(session.Id, end + s_margin), cancellationToken);
    }

    /// <summary>
    /// Refuses this session of the subject from now on, whatever its cookie says besides. False where no cookie of the subject is admitted anyway.
    /// </summary>
    /// <exception cref="SessionStoreException">The store did not confirm.</exception>
    public ValueTask<bool> RevokeAsync(SessionId session, string subject, CancellationToken cancellationToken) =>
        RevokeAsync(session, SignedOutSessions.EveryGeneration, subject, stamp: null, cancellationToken);

    /// <summary>Refuses every session that the subject is signed in with by now.</summary>
    /// <exception cref="SessionStoreException">The store did not confirm.</exception>
    public async ValueTask RevokeSubjectAsync(string subject, CancellationToken cancellationToken) =>
        await ChangeAsync(subject, static record => record with { SubjectStamp = NewStamp(), Payload = default }, cancellationToken);

    /// <summary>Whether a cookie's session is refused. Reads one record.</summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<bool> IsRevokedAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        // Such cookies were sealed before the application kept a list: nothing on it lasts as long as they do.
        if (session.AbsoluteExpiresAt is null || (session.Subject is not null && session.SubjectStamp is null)) return true;
        if (session.Subject is not { } subject) return await store.FindAsync(session.Id, cancellationToken) is not null;
        return await store.FindAsync(names.Of(subject), cancellationToken) is not { } record
            || record.SubjectStamp != session.SubjectStamp
            || SignedOutSessions.Contains(record.Payload.Span, session.Id, session.Generation);
    }

    /// <summary>Asks the store of the list whether it answers.</summary>
    /// <exception cref="SessionStoreException">It does not.</exception>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => await StoreProbe.AskAsync(store, cancellationToken);

    /// <summary>Removes what no node needs any more.</summary>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        if (index is null) return;
        while ((await index.RemoveExpiredAsync(BatchSize, cancellationToken)).HasMore) await Task.Yield();
    }

    private ValueTask<bool> RevokeAsync(SessionId session, int generation, string subject, ulong? stamp, CancellationToken cancellationToken) =>
        ChangeAsync(subject, record =>
        {
            // Another stamp refuses the session already.
            if (stamp is not null && stamp != record.SubjectStamp) return null;
            // Every cookie under this stamp ends before its record does.
            return SignedOutSessions.With(record.Payload.Span, session, generation, record.ExpiresAt, time.GetUtcNow()) is { } list
                ? record with { Payload = list }
                : record with { SubjectStamp = NewStamp(), Payload = default };
        }, cancellationToken);

    /// <summary>Changes a subject's record. False where there is none: then every cookie of the subject is refused.</summary>
    private async ValueTask<bool> ChangeAsync(string subject, Func<SessionRecord, SessionRecord?> change, CancellationToken cancellationToken)
    {
        var id = names.Of(subject);
        for (var round = 0; ; round++)
        {
            if (await store.FindAsync(id, cancellationToken) is not { } record) return false;
            if (change(record) is not { } changed) return true;
            changed = changed with { Version = record.Version + 1, WriteId = RandomBlock.NewWriteId() };
            var result = await store.UpdateAsync(changed, record.Version, cancellationToken);
            if (!result.IsConflict(out _)) return result.Outcome == UpdateOutcome.Updated;
            await PauseAsync(round, cancellationToken);
        }
    }

    private SessionRecord New(SessionId id, DateTimeOffset until)
    {
        var now = time.GetUtcNow();
        // No absolute end: the next sign-in of the subject makes it last longer.
        return new() { Id = id, SecretHash = default, Version = 1, WriteId = RandomBlock.NewWriteId(), CreatedAt = now, LastSeenAt = now, ExpiresAt = until };
    }

    /// <summary>Drawn when it is needed: what is drawn ahead may come twice.</summary>
    private static ulong NewStamp()
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(random);
        return BinaryPrimitives.ReadUInt64BigEndian(random);
    }

    private static async ValueTask PauseAsync(int round, CancellationToken cancellationToken)
    {
        if (round == MaxRounds) throw new SessionStoreException($"Other requests changed the same entry of the list of revocations {MaxRounds} times in a " +
            "row, so this change was not stored. Repeat the request.");
        if (round > 2) await Jitter.DelayAsync(round, cancellationToken);
    }
}
