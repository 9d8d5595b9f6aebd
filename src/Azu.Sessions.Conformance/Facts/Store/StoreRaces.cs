using System.Buffers.Binary;

namespace Azu.Sessions.Conformance;

/// <summary>
/// Requests of one session that meet in the store. Each fact runs <see cref="StoreUnderTest.Rounds"/> rounds with 2 to 64 writers.
/// </summary>
/// <typeparam name="TStore">How to get at the store.</typeparam>
public abstract class StoreRaces<TStore> : StoreFacts<TStore>
    where TStore : StoreUnderTest, new()
{
    // Far more than any writer needs: a store that answers with conflicts for ever fails, and does not hang.
    private const int Attempts = 10_000;

    private static readonly ReadOnlyMemory<byte> s_zero = new byte[sizeof(int)];

    /// <summary>Compare-and-set: the final value is the number of successful writes, and each took one version.</summary>
    [Fact]
    public Task Writers_of_one_session_lose_no_update() => RoundsAsync(async (_, writers) =>
    {
        var created = await CreatedAsync(NewSession() with { Payload = s_zero });
        var written = await Together.RunAsync(writers, _ => IncrementAsync(created, attempts: 3));
        var final = await FoundAsync(created.Id);
        Equal(written.Count(done => done), Count(final), $"confirmed increments, and what {final} counts");
        Equal(1 + Count(final), final.Version, $"the first version and its increments, and the version of {final}");
        Assert.True(Count(final) > 0, $"Not one of the writers of {created.Id} got through.");
    });

    /// <summary>A writer that tries often enough gets through.</summary>
    [Fact]
    public Task Writers_that_try_again_all_get_through() => RoundsAsync(async (_, writers) =>
    {
        var created = await CreatedAsync(NewSession() with { Payload = s_zero });
        await Together.RunAsync(writers, _ => IncrementAsync(created, attempts: Attempts));
        Equal(writers, Count(await FoundAsync(created.Id)), $"writers, and what {created.Id} counts");
    }, mostWriters: 8);

    /// <summary>One id, several creators: one session.</summary>
    [Fact]
    public Task Of_several_creates_of_one_id_exactly_one_wins() => RoundsAsync(async (_, writers) =>
    {
        var id = SessionId.New();
        var records = Enumerable.Range(0, writers).Select(i => NewSession() with { Id = id, Payload = Bytes(i) }).ToArray();
        var won = await Together.RunAsync(writers, async i => await Store.CreateAsync(records[i], Token));
        Equal(1, won.Count(w => w), $"creates of {id} that may win, and creates that were told so");
        SameRecord.Assert(records[Array.IndexOf(won, true)], await FoundAsync(id));
    });

    /// <summary>One write that is sent several times is one write, and all its senders are told that it stands.</summary>
    [Fact]
    public Task One_write_sent_several_times_at_once_succeeds_once_for_all() => RoundsAsync(async (_, writers) =>
    {
        var record = NewSession();
        var created = await Together.RunAsync(writers, async _ => await Store.CreateAsync(record, Token));
        Equal(0, created.Count(c => !c), $"creates of {record}, all of one write, that may be refused, and creates that were");
        var next = record.Next("""{"n":2}""");
        var updated = await Together.RunAsync(writers, async _ => (await Store.UpdateAsync(next, record.Version, Token)).Outcome);
        Equal(writers, updated.Count(outcome => outcome == UpdateOutcome.Updated),
            $"senders of the update to {next}, and senders that were told that it stands");
        SameRecord.Assert(next, await FoundAsync(record.Id));
    });

    /// <summary>Sign-out wins against everything that was on its way.</summary>
    [Fact]
    public Task After_a_confirmed_removal_no_writer_brings_the_session_back() => RoundsAsync(async (_, writers) =>
    {
        var created = await CreatedAsync(NewSession() with { Payload = s_zero });
        await Together.RunAsync(writers, async i =>
        {
            if (i == 0)
            {
                Assert.True(await Store.RemoveAsync(created.Id, Token), $"RemoveAsync answered false for {created}, which nothing else removes.");
                await NotFoundAsync(created.Id);
            }
            else if (i % 2 == 0)
            {
                await Store.TouchAsync(created.Id, created.LastSeenAt.AddSeconds(i), created.ExpiresAt.AddSeconds(i), Token);
            }
            else
            {
                await IncrementAsync(created, attempts: 3);
            }
            return true;
        });
        await NotFoundAsync(created.Id);
        var late = await Store.UpdateAsync(created.Next(), created.Version, Token);
        Assert.True(late.Outcome == UpdateOutcome.Gone, $"UpdateAsync answered {late} for {created}, which was removed.");
    });

    /// <summary>Of several removals at once one is told that it was the one.</summary>
    [Fact]
    public Task Of_several_removals_exactly_one_removes() => RoundsAsync(async (_, writers) =>
    {
        var created = await CreatedAsync(NewSession());
        var removed = await Together.RunAsync(writers, async _ => await Store.RemoveAsync(created.Id, Token));
        Equal(1, removed.Count(r => r), $"removals of {created} that may remove, and removals that were told so");
    });

    /// <summary>A rotation and the writes of parallel requests both survive.</summary>
    [Fact]
    public Task A_rotation_and_parallel_updates_both_stand() => RoundsAsync(async (_, writers) =>
    {
        var created = await CreatedAsync(NewSession() with { Payload = s_zero });
        var secret = SampleRecords.NewSecretHash();
        var rotate = 0;
        await Together.RunAsync(writers, async i =>
            i == rotate
                ? await ChangeAsync(created, Attempts, r => r.Next() with { SecretHash = secret, PreviousSecretHash = r.SecretHash, RotatedAt = Rig.Now })
                : await IncrementAsync(created, attempts: Attempts));
        var final = await FoundAsync(created.Id);
        Assert.True(final.SecretHash == secret && final.PreviousSecretHash == created.SecretHash,
            $"{final} does not have the secrets of the confirmed rotation.");
        Equal(writers - 1, Count(final), $"writers beside the rotation, and what {final} counts");
    }, mostWriters: 8);

    /// <summary>A touch is never lost to an update, and never undoes one.</summary>
    [Fact]
    public Task Touches_and_updates_do_not_undo_each_other() => RoundsAsync(async (_, writers) =>
    {
        var created = await CreatedAsync(NewSession() with { Payload = s_zero });
        var done = await Together.RunAsync(writers, async i => i % 2 == 0
            ? !await Store.TouchAsync(created.Id, created.LastSeenAt.AddSeconds(i + 1), created.ExpiresAt.AddSeconds(i + 1), Token)
            : await IncrementAsync(created, attempts: 3));
        var final = await FoundAsync(created.Id);
        Equal(done.Where((_, i) => i % 2 != 0).Count(written => written), Count(final), $"confirmed increments, and what {final} counts");
        Equal(0, done.Where((_, i) => i % 2 == 0).Count(missed => missed), $"touches that may miss {final}, and touches that did");
        var last = (writers - 1) / 2 * 2 + 1;
        Assert.True((final.LastSeenAt, final.ExpiresAt) == (created.LastSeenAt.AddSeconds(last), created.ExpiresAt.AddSeconds(last)),
            $"{final} has {(final.LastSeenAt - created.LastSeenAt).TotalSeconds} and {(final.ExpiresAt - created.ExpiresAt).TotalSeconds} s instead of the " +
                $"{last} s of the latest touch.");
    });

    /// <summary>Readers see whole records, each of them its own.</summary>
    [Fact]
    public Task Readers_beside_writers_never_see_half_a_write() => RoundsAsync(async (_, writers) =>
    {
        var sessions = await CreatedAsync(2, i => Stamped(NewSession(), i));
        await Together.RunAsync(writers, async i =>
        {
            var own = sessions[i % 2];
            if (i % 4 < 2) return await ChangeAsync(own, 5, r => Stamped(r.Next(), i));
            var found = await FoundAsync(own.Id);
            Assert.True(found.Id == own.Id, $"FindAsync of {own.Id} returned {found}.");
            Assert.True(found.Subject == Convert.ToString(Count(found)),
                $"{found} mixes two writes: the subject is of write {found.Subject}, the payload of write {Count(found)}.");
            return true;
        });
    });

    private static void Equal(long expected, long actual, string what) => Assert.True(expected == actual, $"{expected} and {actual}: {what}.");

    private Task<bool> IncrementAsync(SessionRecord from, int attempts) =>
        ChangeAsync(from, attempts, record => record.Next() with { Payload = Bytes(Count(record) + 1) });

    // The engine's loop: merge with what the conflict carries, and try again.
    private async Task<bool> ChangeAsync(SessionRecord from, int attempts, Func<SessionRecord, SessionRecord> change)
    {
        var current = from;
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var result = await Store.UpdateAsync(change(current), current.Version, Token);
            if (!result.IsConflict(out var stored)) return result.Outcome == UpdateOutcome.Updated;
            current = stored;
        }
        Assert.False(attempts == Attempts, $"A writer that tried again was refused {attempts} times, the last time because of {current}.");
        return false;
    }

    private static SessionRecord Stamped(SessionRecord record, int stamp) =>
        record with { Subject = Convert.ToString(stamp), AbsoluteExpiresAt = record.CreatedAt.AddHours(8), Payload = Bytes(stamp) };

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, count);
        return bytes;
    }

    private static int Count(SessionRecord record) => BinaryPrimitives.ReadInt32LittleEndian(record.Payload.Span);
}
